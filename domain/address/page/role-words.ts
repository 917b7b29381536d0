/**
 * What a line says of the address or the name below or beside it, in the languages we read and their
 * neighbours; ASCII, lower-case. Collected from labels on letters and forms of suppliers and banks.
 */
export const SUPPLIED: readonly string[] = [
  'supply address, supply point address, service address, delivery address, property address, site address',
  'installation address, premises, premises address, address of supply, service location, service for',
  'property, supplied to, place of supply, service provided at, your supply address, address supplied',
  'lieferadresse, lieferanschrift, verbrauchsstelle, abnahmestelle, lieferstelle, objektadresse',
  'anlagenadresse, objekt, entnahmestelle, liegenschaft, standort der anlage',
  'lieu de consommation, adresse de consommation, point de livraison, adresse de livraison',
  'lieu de fourniture, adresse du logement, adresse de service, adresse du site, site de consommation',
  'direccion de suministro, direccion del suministro, punto de suministro, domicilio de suministro',
  'direccion del servicio, direccion de servicio, domicilio del servicio, lugar de suministro',
  'local de consumo, morada de fornecimento, morada do local, local de fornecimento, ponto de entrega',
  'endereco de fornecimento, endereco da instalacao, local de entrega, unidade consumidora, endereco de entrega',
  'anlaggningsadress, leveransadress, forbrukningsadress, uttagspunkt, anlaggning',
  'indirizzo di fornitura, luogo di fornitura, punto di prelievo, indirizzo fornitura, luogo fornitura',
  'leveringsadres, verbruiksadres, aansluitadres, leveringsadresse, forbrugssted, forbrugsadresse',
  'anleggsadresse, malepunktadresse, kulutuspaikka, kayttopaikka, toimitusosoite',
  'adres dostawy, adres punktu poboru, miejsce dostarczania, odberne misto, adresa odberneho mista',
  'fogyasztasi hely, felhasznalasi hely, adresa locului de consum, loc de consum, mjesto isporuke',
  'tesisat adresi, hizmet adresi, alamat pemasangan, alamat layanan, alamat premis, alamat bekalan',
];

export const HOLDER: readonly string[] = [
  'account holder, account name, customer, customer name, bill to, billed to, billing address, name',
  'customer address, name and address, your address, mailing address, invoice to, address, registered address',
  'home address, residential address, policyholder, taxpayer, account address, correspondence address',
  'kunde, kundenname, rechnungsempfanger, kontoinhaber, rechnungsadresse, rechnungsanschrift, anschrift',
  'adresse, name und anschrift, vertragspartner, steuerpflichtiger',
  'client, titulaire, titulaire du compte, titulaire du contrat, adresse de facturation, nom et adresse',
  'nom, destinataire, votre adresse, adresse du client',
  'titular, titular de la cuenta, titular del contrato, cliente, direccion, domicilio, direccion de facturacion',
  'nombre, nombre y direccion, domicilio fiscal, direccion postal, datos del cliente, direccion de envio',
  'morada, endereco, titular da conta, titular do contrato, nome, nome e morada, morada de faturacao, dados do cliente',
  'kund, kundnamn, kontohavare, fakturaadress, adress, namn, mottagare, fakturamottagare',
  'intestatario, cliente, indirizzo, intestato a, indirizzo di fatturazione, nome e indirizzo',
  'klant, naam, adres, factuuradres, rekeninghouder, adresse, navn, kundenavn, kontohaver, faktureringsadresse',
  'asiakas, nimi, osoite, laskutusosoite, nabywca, odbiorca, adres, klient, odberatel, adresa, zakaznik',
  'ugyfel, cim, nev, client, adresa, titular, kupac, musteri, adres, abone, pelanggan, nama, alamat, nama pelanggan',
];

/** Of somebody else, of another time, or of a payment. */
export const NOT_HERE: readonly string[] = [
  'old address, previous address, former address, last address, moved from, prior address, past address',
  'payment to, paid to, pay to, payee, payable to, beneficiary, remit to, remittance, transfer to, transfer from',
  'faster payment, standing order, direct debit to, sent to, received from, sender, from, return address',
  'if undelivered, return to, landlord, owner, managing agent, registered office, head office, our address',
  'contact us, write to us, emergency contact, next of kin, guarantor, referee, witness, reference person',
  'signed, signature, yours sincerely, yours faithfully, kind regards, best regards, sincerely, prepared by',
  'your advisor, account manager, issued by, supplier, seller, installer, technician, agent, branch, example, sample',
  'alte adresse, bisherige adresse, fruhere adresse, alte anschrift, bisherige anschrift, fruhere anschrift',
  'empfanger der zahlung, zahlungsempfanger, begunstigter, uberweisung an, uberweisung, absender, vermieter',
  'eigentumer, unterschrift, mit freundlichen grussen, freundliche grusse, ansprechpartner, rucksendung',
  'ancienne adresse, adresse precedente, beneficiaire, virement a, virement, expediteur, proprietaire, bailleur',
  'signature, cordialement, salutations, paiement a, siege social, votre conseiller',
  'direccion anterior, antigua direccion, domicilio anterior, beneficiario, transferencia a, transferencia',
  'pago a, remitente, propietario, arrendador, firma, atentamente, sede social, saludos, domicilio social',
  'morada anterior, antiga morada, endereco anterior, beneficiario, transferencia para, remetente, senhorio',
  'assinatura, atenciosamente, cumprimentos, pagamento a, sede, proprietario',
  'tidigare adress, gammal adress, gamla adressen, forra adressen, betalningsmottagare, avsandare, hyresvard',
  'underskrift, med vanlig halsning, vanliga halsningar, overforing till, betalning till',
  'indirizzo precedente, vecchio indirizzo, beneficiario, bonifico a, mittente, proprietario, firma, cordiali saluti',
  'vorig adres, oud adres, begunstigde, afzender, verhuurder, handtekening, met vriendelijke groet',
  'tidligere adresse, gammel adresse, modtager af betaling, afsender, avsender, underskrift, venlig hilsen',
  'entinen osoite, vanha osoite, saaja, lahettaja, allekirjoitus, poprzedni adres, nadawca, podpis, wlasciciel',
];
