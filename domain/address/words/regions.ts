/**
 * Regions that letters name beside a town and its postcode, which fixes them: codes by ISO 3166-2, names
 * in ASCII, lower-case. Counties of Britain and Ireland are as the post wrote them until it left them out.
 */
const REGIONS: Readonly<Record<string, string>> = {
  US:
    'al,ak,az,ar,ca,co,ct,de,dc,fl,ga,hi,id,il,in,ia,ks,ky,la,me,md,ma,mi,mn,ms,mo,mt,ne,nv,nh,nj,nm,ny,nc,' +
    'nd,oh,ok,or,pa,ri,sc,sd,tn,tx,ut,vt,va,wa,wv,wi,wy,pr,alabama,alaska,arizona,arkansas,california,' +
    'colorado,connecticut,delaware,florida,georgia,hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,' +
    'louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,' +
    'new hampshire,new jersey,new mexico,new york,north carolina,north dakota,ohio,oklahoma,oregon,' +
    'pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,washington,' +
    'west virginia,wisconsin,wyoming',
  CA:
    'ab,bc,mb,nb,nl,ns,nt,nu,on,pe,qc,sk,yt,pq,alberta,british columbia,manitoba,new brunswick,nova scotia,' +
    'ontario,quebec,saskatchewan,prince edward island,newfoundland and labrador,yukon',
  AU:
    'act,nsw,nt,qld,sa,tas,vic,wa,new south wales,queensland,south australia,tasmania,victoria,' +
    'western australia,northern territory',
  BR: 'ac,al,ap,am,ba,ce,df,es,go,ma,mt,ms,mg,pa,pb,pr,pe,pi,rj,rn,rs,ro,rr,sc,sp,se,to',
  IT:
    'ag,al,an,ao,ar,ap,at,av,ba,bt,bl,bn,bg,bi,bo,bz,bs,br,ca,cl,cb,ce,ct,cz,ch,co,cs,cr,kr,cn,en,fm,fe,fi,' +
    'fg,fc,fr,ge,go,gr,im,is,sp,aq,lt,le,lc,li,lo,lu,mc,mn,ms,mt,me,mi,mo,mb,na,no,nu,or,pd,pa,pr,pv,pg,pu,' +
    'pe,pc,pi,pt,pn,pz,po,rg,ra,rc,re,ri,rn,rm,ro,sa,ss,sv,si,sr,so,su,ta,te,tr,tn,tp,ts,tv,ud,va,ve,vb,vc,' +
    'vr,vv,vi,vt,roma',
  ES:
    'alava,albacete,alicante,almeria,asturias,avila,badajoz,baleares,barcelona,burgos,caceres,cadiz,' +
    'cantabria,castellon,ciudad real,cordoba,cuenca,girona,granada,guadalajara,huelva,huesca,jaen,la rioja,' +
    'las palmas,leon,lleida,lugo,madrid,malaga,murcia,navarra,ourense,palencia,pontevedra,salamanca,segovia,' +
    'sevilla,soria,tarragona,tenerife,teruel,toledo,valencia,valladolid,vizcaya,bizkaia,zamora,zaragoza',
  MX:
    'aguascalientes,baja california,chiapas,chihuahua,coahuila,colima,cdmx,ciudad de mexico,durango,' +
    'guanajuato,guerrero,hidalgo,jalisco,michoacan,morelos,nayarit,nuevo leon,oaxaca,puebla,queretaro,' +
    'quintana roo,san luis potosi,sinaloa,sonora,tabasco,tamaulipas,tlaxcala,veracruz,yucatan,zacatecas,' +
    'ags,bc,chih,coah,col,dgo,gto,gro,hgo,jal,mich,mor,nay,nl,oax,pue,qro,q roo,slp,sin,son,tab,tamps,tlax,' +
    'ver,yuc,zac,edomex',
  IN:
    'andhra pradesh,assam,bihar,chhattisgarh,delhi,goa,gujarat,haryana,himachal pradesh,jharkhand,karnataka,' +
    'kerala,madhya pradesh,maharashtra,odisha,punjab,rajasthan,tamil nadu,telangana,uttar pradesh,' +
    'uttarakhand,west bengal',
  GB:
    'avon,bedfordshire,berkshire,buckinghamshire,cambridgeshire,cheshire,cleveland,cornwall,cumbria,' +
    'derbyshire,devon,dorset,county durham,east sussex,essex,gloucestershire,greater manchester,hampshire,' +
    'herefordshire,hertfordshire,kent,lancashire,leicestershire,lincolnshire,merseyside,middlesex,norfolk,' +
    'northamptonshire,northumberland,north yorkshire,nottinghamshire,oxfordshire,shropshire,somerset,' +
    'south yorkshire,staffordshire,suffolk,surrey,tyne and wear,warwickshire,west midlands,west sussex,' +
    'west yorkshire,wiltshire,worcestershire,county antrim,county down',
  IE:
    'co carlow,co cavan,co clare,co cork,co donegal,co dublin,co galway,co kerry,co kildare,co kilkenny,' +
    'co laois,co leitrim,co limerick,co longford,co louth,co mayo,co meath,co monaghan,co offaly,' +
    'co roscommon,co sligo,co tipperary,co waterford,co westmeath,co wexford,co wicklow',
  MY:
    'johor,kedah,kelantan,melaka,negeri sembilan,pahang,perak,perlis,pulau pinang,sabah,sarawak,selangor,' +
    'terengganu,wilayah persekutuan',
  ZA: 'eastern cape,free state,gauteng,kwazulu natal,limpopo,mpumalanga,north west,northern cape,western cape',
  CO: 'd c,dc,antioquia,atlantico,bolivar,cundinamarca,valle del cauca,santander',
};

const NAMES = new Map(
  Object.entries(REGIONS).map(([country, names]) => [country, new Set(names.split(','))] as const),
);
const NONE: ReadonlySet<string> = new Set();

export function regionNames(country: string): ReadonlySet<string> {
  return NAMES.get(country) ?? NONE;
}
