import type { DateWords } from './form.ts';

export const FRENCH: DateWords = {
  issued:
    'date de facture, date de la facture, date facture, date de facturation, facture du, facture # du, facture # en date du, date demission, date d emission, date d emission de la facture, date demission de la facture, emise le, emis le, facture emise le, etabli le, etablie le, facture etablie le, date du releve, releve du, releve # du, releve de compte du, releve arrete au, arrete au, date detablissement, date d etablissement, date du courrier, courrier du, avis du, avis # du, date de lavis, date de l avis, date du document, date de redaction, date de mise en recouvrement, avoir du, quittance du, date de creation de la facture, date de delivrance',
  dated: 'date',
  statement:
    'releve de compte pour la periode, periode du releve, releve pour la periode, releve de la periode, releve de compte',
  period:
    'periode, periode de facturation, periode facturee, periode de consommation, pour la periode, periode du, facture de, facture pour la periode, facture du mois de, mois de, periode de reference, facturation de',
  due: 'echeance, date decheance, date d echeance, a payer avant, a payer avant le, date limite, date limite de paiement, prelevement le, preleve le, sera preleve le, date de prelevement, a regler avant le, payable avant le, a regler le, payable au plus tard le, avant le, paiement avant le',
  other:
    'date dimpression, date d impression, imprime le, imprimee le, edite le, editee le, date dedition, date d edition, tire le, telecharge le, telechargee le, date de telechargement, genere le, generee le, cree le, recu le, recue le, date de reception, reception, signe le, fait le, signature, signature le, cachet, tampon, scanne le, consulte le, prochain, prochaine, prochain releve, prochaine facture, prochaine releve, prochain passage, passage le, visite le, rendez vous, du, au, jusquau, jusqu au, naissance, date de naissance, ne le, nee le, prelevement, valable, valable jusquau, contrat, releve de compteur, releve compteur, index du, index au, date de releve, date de la releve, date de paiement, livraison, date de livraison, depuis, date dinscription, inscription, inscrit, client depuis, date de debut, date de fin, date deffet, date d effet, paye le, reglement du, date operation, date valeur, date de valeur, date comptable, mise en service, duplicata du, derniere releve',
  bill: 'facture, releve, compte, avis, courrier, electricite, gaz, eau, energie, mobile, internet, votre, la, le, cette, ce, de, d, mois, bancaire, echeance',
  not: 'prochaine, prochain, precedente, precedent, derniere, dernier, ancienne, ancien, initiale, annulee, prevue, suivante, objet, estimee',
  between:
    'le, la, de, du, date, mois, jj, mm, aa, aaaa, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, lun, mar, mer, jeu, ven, sam, dim',
};

export const SPANISH: DateWords = {
  issued:
    'fecha de factura, fecha factura, fecha de la factura, fecha de emision, fecha emision, fecha de emision de la factura, fecha emision factura, fecha de facturacion, factura # de fecha, factura # del, factura # de, factura emitida el, emitida el, emitido el, emision, fecha de expedicion, fecha expedicion, expedido el, expedida el, expedida en fecha, fecha del extracto, fecha de extracto, fecha extracto, fecha del estado de cuenta, fecha del documento, fecha documento, factura de fecha, fecha de la carta, fecha de corte, fecha de liquidacion, recibo de fecha, elaborado el, fecha de elaboracion',
  dated: 'fecha',
  statement:
    'periodo del extracto, extracto del, extracto del periodo, periodo del estado de cuenta, estado de cuenta del, estado de cuenta al, extracto de cuenta del, extracto desde',
  period:
    'periodo, periodo de facturacion, periodo facturado, periodo de consumo, periodo de liquidacion, factura de, factura del mes de, mes de, mes facturado, consumo del, periodo del, recibo de',
  due: 'vencimiento, fecha de vencimiento, fecha vencimiento, fecha limite, fecha limite de pago, fecha de pago, fecha de cargo, cargo el, pagar antes del, pague antes del, vence el, vence, pagar hasta, ultimo dia de pago, fecha de cobro, se cargara el',
  other:
    'fecha de impresion, fecha impresion, impreso el, impresa el, impresion, descargado el, descargada el, fecha de descarga, generado el, generada el, fecha de generacion, creado el, consultado el, recibido el, recibida el, fecha de recepcion, sello, firmado el, firma, fecha de firma, proxima, proximo, proxima lectura, proxima factura, fecha proxima factura, fecha proxima lectura, proxima visita, visita, cita, nacimiento, desde, fecha de nacimiento, hasta, fecha de alta, lectura, fecha de lectura, lectura anterior, lectura actual, contrato, valido, valido hasta, valida hasta, del, al, nacido, fecha de registro, registro, cliente desde, fecha de contrato, fecha de inicio, fecha fin, fecha operacion, fecha valor, fecha contable, pagado el, fecha de entrega, duplicado',
  bill: 'factura, recibo, extracto, carta, documento, estado, cuenta, luz, electricidad, gas, agua, su, la, el, esta, este, de, del, mes, electronica, simplificada, bancario',
  not: 'proxima, proximo, anterior, ultima, ultimo, antigua, original, prevista, estimada, siguiente, rectificada, asunto, limite',
  between:
    'el, la, de, del, fecha, mes, dd, mm, aa, aaaa, lunes, martes, miercoles, jueves, viernes, sabado, domingo, lun, mar, mie, jue, vie, sab, dom',
};

export const PORTUGUESE: DateWords = {
  issued:
    'data de emissao, data da emissao, data emissao, emissao, data de emissao da fatura, emitida em, emitido em, emitida a, emitida aos, emitido a, data da fatura, data da factura, data de fatura, data de factura, data fatura, data factura, data da conta, data do extrato, data do extracto, extrato de, data do documento, data documento, data de expedicao, data da carta, fatura de, fatura # de, factura # de, fatura recibo # de, data da nota fiscal, nota fiscal emitida em, data de faturacao, data de faturamento, dt emissao, dt de emissao, data do aviso, elaborado em',
  dated: 'data',
  statement:
    'extrato do periodo, periodo do extrato, extrato de conta de, extrato do periodo de, extracto do periodo, extrato mensal',
  period:
    'periodo de faturacao, periodo de facturacao, periodo de faturamento, periodo de referencia, periodo, periodo de consumo, periodo faturado, fatura do mes de, mes de referencia, referencia, referente a, ref mes ano, mes de, referente ao periodo de, fatura referente a, mes referencia, conta do mes, conta referente a',
  due: 'data de vencimento, vencimento, pagar ate, pagamento ate, data limite, data limite de pagamento, limite de pagamento, vence em, pagar ate ao dia, debito em, data do debito, data de pagamento, pague ate, a debitar em, pagavel ate',
  other:
    'data de impressao, data da impressao, impresso em, impressa em, impressao, descarregado em, baixado em, transferido em, gerado em, gerada em, data de geracao, criado em, consultado em, recebido em, recebida em, data de recepcao, data de rececao, carimbo, assinado em, assinatura, data da assinatura, proxima, proximo, proxima leitura, proxima fatura, data da proxima leitura, data prevista da proxima leitura, proxima visita, visita, periodo anterior, data de nascimento, nascimento, nascido em, nascida em, data do contrato, ate, desde, data de leitura, data da leitura, leitura, leitura anterior, leitura atual, validade, valido ate, valida ate, data de adesao, adesao, data de validade, data de inicio, data de registo, cliente desde, data valor, data movimento, data do movimento, pago em, data de entrega, apresentacao, data de apresentacao, segunda via, segunda via emitida em, 2 via emitida em, via emitida em, data fim',
  bill: 'fatura, factura, conta, extrato, extracto, carta, documento, nota, fiscal, recibo, luz, eletricidade, gas, agua, energia, sua, a, o, da, do, de, desta, mes, aviso, simplificada, bancario',
  not: 'proxima, proximo, anterior, ultima, ultimo, antiga, original, prevista, estimada, seguinte, via, assunto, limite',
  between:
    'em, a, ao, aos, de, do, da, dia, data, mes, dd, mm, aa, aaaa, segunda, terca, quarta, quinta, sexta, feira, sabado, domingo',
};

export const ITALIAN: DateWords = {
  issued:
    'data fattura, data della fattura, data di emissione, data emissione, data emissione fattura, data di emissione della fattura, emessa il, emesso il, emessa in data, emissione, fattura # del, fattura del, bolletta del, bolletta # del, bolletta emessa il, fattura emessa il, data documento, data del documento, data bolletta, data della bolletta, data estratto conto, data dell estratto conto, data estratto, estratto conto al, estratto conto del, data lettera, data della lettera, data della comunicazione, data rilascio, rilasciato il, redatto il, avviso del, data avviso, data dell avviso',
  dated: 'data',
  statement:
    'estratto conto per il periodo, estratto conto dal, periodo estratto conto, periodo dell estratto conto, estratto conto periodo',
  period:
    'periodo, periodo di fatturazione, periodo fatturazione, periodo di riferimento, periodo di consumo, periodo fatturato, per il periodo, bolletta di, bolletta per il periodo, fattura di, mese di, fattura per il periodo, bolletta del mese di, competenza',
  due: 'scadenza, data scadenza, data di scadenza, scade il, da pagare entro, da pagare entro il, entro il, pagare entro il, pagamento entro il, addebito il, addebito, data addebito, data di pagamento, termine di pagamento, sara addebitata il',
  other:
    'data stampa, data di stampa, stampato il, stampata il, stampa del, scaricato il, scaricata il, data download, generato il, generata il, creato il, consultato il, ricevuto il, data ricezione, pervenuto il, timbro, firmato il, firma, data firma, prossima, prossimo, prossima lettura, prossima bolletta, prossima fattura, prossima visita, visita, appuntamento, lettura, lettura del, data lettura, autolettura, lettura precedente, data di nascita, nascita, nato il, nata il, dal, al, del, fino al, valido fino al, valida fino al, validita, contratto, data contratto, cliente dal, data attivazione, attivazione, data inizio, data fine, decorrenza, data operazione, data valuta, valuta, data contabile, pagato il, data consegna, registrato il, duplicato del',
  bill: 'fattura, bolletta, estratto, conto, lettera, documento, luce, gas, acqua, energia, elettronica, la, il, questa, questo, sua, della, del, mese, avviso, bancario',
  not: 'prossima, prossimo, precedente, ultima, ultimo, vecchia, originale, prevista, stimata, successiva, oggetto, limite',
  between:
    'il, in, del, di, data, mese, gg, mm, aa, aaaa, lunedi, martedi, mercoledi, giovedi, venerdi, sabato, domenica',
};
