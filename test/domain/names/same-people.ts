/**
 * Stated `family, given` = what a document has, `FAMILY<<GIVEN` (`~` at its end: cut there): one person each.
 * Under `doubt:` a person looks; all others pass at the shipped limit. Invented people.
 */
export const SAME_PEOPLE = `
plain
Eriksson, Anna Maria = ERIKSSON<<ANNA MARIA
Smith, John = SMITH<<JOHN
Dubois, Chloé = DUBOIS<<CHLOE
Rossi, Giuseppe = ROSSI<<GIUSEPPE
Nowak, Zofia = NOWAK<<ZOFIA
Novák, Tomáš = NOVAK<<TOMAS
Łukasiewicz, Michał = LUKASIEWICZ<<MICHAL
Şahin, Ayşe = SAHIN<<AYSE
Ionescu, Ștefan = IONESCU<<STEFAN
Đorđević, Saša = DORDEVIC<<SASA
Øverland, Bjørn = OEVERLAND<<BJOERN
Øverland, Bjørn = OVERLAND<<BJORN
Åberg, Håkan = AABERG<<HAAKAN
Åberg, Håkan = ABERG<<HAKAN
Þórsdóttir, Æsa = THORSDOTTIR<<AESA
apostrophes and hyphens
O'Connor, John Edward = OCONNOR<<JOHN EDWARD
O’Brien, Siobhán = OBRIEN<<SIOBHAN
O'Neill, Ciara = O NEILL<<CIARA
D'Angelo, Luca = DANGELO<<LUCA
D'Angelo, Luca = D ANGELO<<LUCA
Lefèvre-Dubois, Chloé Hélène = LEFEVRE DUBOIS<<CHLOE HELENE
Lefèvre Dubois, Chloé-Hélène = LEFEVRE DUBOIS<<CHLOE HELENE
Smith-Jones, Anna = SMITHJONES<<ANNA
Lloyd, Mary-Ann = LLOYD<<MARYANN
Lloyd, Maryann = LLOYD<<MARY ANN
Spanish double names
García Núñez, Lucía = GARCIA NUNEZ<<LUCIA
García-Núñez, Lucía = GARCIA NUNEZ<<LUCIA
García, Lucía = GARCIA NUNEZ<<LUCIA
Fernández de la Cruz, María José = FERNANDEZ DE LA CRUZ<<MARIA JOSE
Fernández Delacruz, María José = FERNANDEZ DE LA CRUZ<<MARIA JOSE
Muñoz Ibáñez, José Luis = MUNXXOZ IBANXXEZ<<JOSE LUIS
Ortega y Gasset, José = ORTEGA Y GASSET<<JOSE
Ortega Gasset, José = ORTEGA Y GASSET<<JOSE
de la Fuente, Ana = FUENTE<<ANA DE LA
doubt: García Núñez, Lucía = GARCIA<<LUCIA
doubt: Núñez, Lucía = GARCIA NUNEZ<<LUCIA DEL CARMEN ISABEL
Portuguese particles
da Silva, João = DA SILVA<<JOAO
Silva, João = DA SILVA<<JOAO
da Silva Santos, Maria = SILVA SANTOS<<MARIA
Ferreira da Silva, Maria de Fátima = FERREIRA DA SILVA<<MARIA DE FATIMA
Ferreira da Silva, Maria Fátima = FERREIRA DA SILVA<<MARIA DE FATIMA
Silva, Maria Ferreira = FERREIRA DA SILVA<<MARIA
dos Santos, Ana Luísa = SANTOS<<ANA LUISA DOS
Conceição, Inês da = DA CONCEICAO<<INES
Costa e Silva, Rui = COSTA E SILVA<<RUI
doubt: Silva, Maria = FERREIRA DA SILVA<<MARIA DE FATIMA
German letters
Müller, Jörg = MUELLER<<JOERG
Müller, Jörg = MULLER<<JORG
Mueller, Joerg = MUELLER<<JOERG
Mueller, Joerg = MULLER<<JORG
Muller, Jorg = MUELLER<<JOERG
Müller-Weiß, Jörg Günther = MUELLER WEISS<<JOERG GUENTHER
Weiss, Käthe = WEISS<<KAETHE
Großmann, Jürgen = GROSSMANN<<JUERGEN
Großmann, Jürgen = GROSMANN<<JURGEN
von der Heyde, Friedrich = VON DER HEYDE<<FRIEDRICH
von der Heyde, Friedrich = VONDERHEYDE<<FRIEDRICH
Heyde, Friedrich = VON DER HEYDE<<FRIEDRICH
zu Guttenfels, Karl = GUTTENFELS<<KARL ZU
Dutch and Flemish particles
van den Berg, Jan = VAN DEN BERG<<JAN
van den Berg, Jan = VANDENBERG<<JAN
Vandenberg, Jan = VAN DEN BERG<<JAN
Berg, Jan = VAN DEN BERG<<JAN
Berg, Jan van den = VAN DEN BERG<<JAN
de Vries, Sanne = DE VRIES<<SANNE
't Hooft, Pieter = T HOOFT<<PIETER
van 't Hof, Els = VAN T HOF<<ELS
Vanderlinden, Marc = VAN DER LINDEN<<MARC
Arabic and Persian
al-Rashid, Mohammed = AL RASHID<<MOHAMMED
al-Rashid, Mohammed = ALRASHID<<MOHAMMED
Al Rashid, Muhammad = ALRASHEED<<MOHAMMAD
Rashid, Mohammed = AL RASHID<<MOHAMMED
Hussein, Ahmed = HUSSAIN<<AHMAD
bin Salman, Khalid = SALMAN<<KHALED BIN
Khan, Mohammad Yusuf = KHAN<<MUHAMMAD YOUSUF
Abdul Rahman, Omar = ABDULRAHMAN<<OMAR
Abdel Rahman, Umar = ABDULRAHMAN<<OMAR
Abdulrahman, Omar = ABD AL RAHMAN<<OMAR
Abdurrahman, Osman = ABDELRAHMAN<<OTHMAN
Hosseini, Fatemeh = HOSSEINI<<FATIMA
Ben Ali, Yassine = BEN ALI<<YASSINE
Ben Ali, Yassine = BENALI<<YASSINE
Abu Bakr, Aisha = ABUBAKR<<AYESHA
ibn Saud, Faisal = IBN SAUD<<FAISAL
bint Rashid, Leila = RASHID<<LAYLA BINT
doubt: Rashid, Mohammed = RASHID<<MOHAMMED ALI HASSAN
Cyrillic and Greek
Иванов, Сергей = IVANOV<<SERGEI
Иванов, Сергей = IVANOV<<SERGEY
Ivanov, Sergey = IVANOV<<SERGEI
Кузнецова, Юлия = KUZNETSOVA<<IULIIA
Кузнецова, Юлия = KUZNETSOVA<<YULIYA
Aleksandrova, Natalya = ALEKSANDROVA<<NATALIIA
Щербаков, Дмитрий = SHCHERBAKOV<<DMITRII
Petrov, Dmitry = PETROV<<DMITRII
Shevchenko, Andriy = SHEVCHENKO<<ANDRII
doubt: Khrushcheva, Yelizaveta = KHRUSHCHEVA<<ELIZAVETA
Vietnamese, Chinese and Korean order
Nguyễn, Thị Minh Khai = NGUYEN<<THI MINH KHAI
Lê, Văn Hùng = LE<<VAN HUNG
Đỗ, Thị Lan = DO<<THI LAN
Wang, Xiaoming = WANG<<XIAOMING
Wang, Xiao Ming = WANG<<XIAOMING
Wang, Xiaoming = WANG<<XIAO MING
Kim, Min-jun = KIM<<MIN JUN
Kim, Minjun = KIM<<MIN JUN
doubt: Minh Khai, Nguyễn Thị = NGUYEN<<THI MINH KHAI
doubt: Xiaoming, Wang = WANG<<XIAOMING
Indonesian and Indian one names
Suharti, = SUHARTI<<
Suharti, Wati = SUHARTI WATI<<
Wati, Suharti = SUHARTI WATI<<
Suharti Wati, = SUHARTI<<WATI
Sukarno, = SUKARNO<<
Priya, = PRIYA<<
doubt: Suharti, Wati = SUHARTI<<
Iyer, Priya Lakshmi = IYER<<PRIYA LAKSHMI
a/l Muthu, Rajan = A L MUTHU<<RAJAN
names cut at the end of the field
Nilavadhanananda, Chayapa Dejthamrong = NILAVADHANANANDA<<CHAYAPA DEJTHAM~
Nilavadhanananda, Chayapa Dejthamrong Krasuang = NILAVADHANANANDA<<CHAYAPA DEJTHAMRONG K~
Nilavadhanananda, Chayapa Dejthamrong Krasuang = NILAVADHANANANDA<<CHAYAPA DEJTHAM~
Wolfeschlegelsteinhausen, Hubert Blaine = WOLFESCHLEGELSTEINHAUSEN<<HUBE~
Papandropoulos, Jonathan Alec = PAPANDROPOULOS<<JONATHAN ALEC~
Lefèvre-Dubois, Chloé Hélène Marie = LEFEVRE DUBOIS<<CHLOE HELENE~
doubt: Papandropoulos, Jonathan Alec = PAPANDROPOULOS<<J~
married names
Lindqvist Eriksson, Anna = LINDQVIST ERIKSSON<<ANNA
Lindqvist, Anna = LINDQVIST ERIKSSON<<ANNA
Eriksson-Lindqvist, Anna = LINDQVIST ERIKSSON<<ANNA
Dubois, Marie = DUBOIS EP LEFEVRE<<MARIE
Lefèvre épouse Dubois, Marie = LEFEVRE EP DUBOIS<<MARIE
doubt: Lindqvist Eriksson, Anna = LINDQVIST<<ANNA
initials and titles
Eriksson, Anna M. = ERIKSSON<<ANNA MARIA
Eriksson, Anna Maria = ERIKSSON<<ANNA M
Smith, John Q. = SMITH<<JOHN Q
Dr. Müller, Jörg = MUELLER<<JOERG
Müller, Jörg = DR MUELLER<<JOERG
Müller, Dr. Jörg = MUELLER<<JOERG
Smith Jr., John = SMITH<<JOHN JR
Smith, John = SMITH<<JOHN JR
Mrs Lloyd, Grace Emily = LLOYD<<GRACE EMILY
doubt: Eriksson, A. = ERIKSSON<<ANNA
doubt: Tolkien, J. R. R. = TOLKIEN<<JOHN RONALD REUEL
given names
Eriksson, Anna = ERIKSSON<<ANNA MARIA
Eriksson, Maria Anna = ERIKSSON<<ANNA MARIA
García Pérez, José = GARCIA PEREZ<<JOSE LUIS
doubt: Eriksson, Anna Maria = ERIKSSON<<ANNA
doubt: Eriksson, Anna = ERIKSSON<<ANNA MARIA KRISTINA ELISABET
a letter off
doubt: Erikson, Anna = ERIKSSON<<ANNA
doubt: Lindqvist, Cristian = LINDQVIST<<CHRISTIAN
doubt: Kowalski, Zofia = KOWALSKA<<ZOFIA
doubt: Gonzales, Maria del Carmen = GONZALEZ<<MARIA DEL CARMEN
`;
