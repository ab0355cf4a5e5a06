"""Common misspellings with the right spelling; none that is a word of its own, or a name."""

from __future__ import annotations

# Written down from what people misspell in descriptions of services. Every entry was held against the dictionary of
# codespell, whose license (GPL) does not let us depend on it.
_PAIRS = """
abbreviaton abbreviation, abreviation abbreviation, absense absence, acceptence acceptance, accesible
accessible, accessable accessible, accomodate accommodate, accomodation accommodation, accross across,
acheive achieve, acitvity activity, actaully actually, acutal actual, addional additional, additonal
additional, addres address, addresss address, addtional additional, adress address, adresses addresses,
adresss address, aggregrate aggregate, agrument argument, alredy already, alternativly alternatively,
ammount amount, amout amount, amoutn amount, anaylsis analysis, anlysis analysis, annoucement
announcement, anonymus anonymous, aplication application, appearence appearance, appication application,
applicaiton application, applicaton application, appropiate appropriate, approvel approval, apropriate
appropriate, aproval approval, archieve archive, arguement argument, asociated associated, assoicated
associated, assosiated associated, asynchonous asynchronous, atleast at least, atribute attribute,
atributes attributes, attachement attachment, attachements attachments, attachemnt attachment, attibute
attribute, attribtue attribute, authenication authentication, authenitcation authentication,
authentcation authentication, authentification authentication, autherization authorization, autmatic
automatic, automatical automatic, automaticly automatically, avaiable available, availabe available,
availabilty availability, availablity availability, availble available, avalable available, avaliable
available, avilable available, baceause because, beacuse because, becuase because, beggining beginning,
begining beginning, behaviuor behaviour, beleive believe, benifit benefit, betwen between, bewteen
between, boundry boundary, buisness business, busines business, bussiness business, candiate candidate,
capabilites capabilities, capabilty capability, catagories categories, catagory category, categroy
category, catgory category, certficate certificate, chanel channel, changable changeable, characer
character, charachter character, charater character, charaters characters, cheked checked, choosen
chosen, colection collection, colleciton collection, collecton collection, comand command, comming
coming, commited committed, comparision comparison, compatability compatibility, compatable compatible,
compleated completed, completly completely, conatins contains, concatination concatenation, conection
connection, confguration configuration, configration configuration, configuation configuration,
configuraiton configuration, conneciton connection, connnection connection, consistancy consistency,
consistant consistent, contian contain, contians contains, continous continuous, controler controller,
contructor constructor, convertion conversion, coordiantes coordinates, cordinates coordinates, corect
correct, coresponding corresponding, correponding corresponding, correspoding corresponding,
corresponing corresponding, countrys countries, coutry country, craete create, creaet create, createing
creating, creted created, critera criteria, curency currency, curent current, currecy currency, currenly
currently, currenty currently, currrent current, custome custom, cutomer customer, databse database,
deafult default, decription description, defalut default, defination definition, definiton definition,
defintion definition, defualt default, defult default, deifned defined, deletd deleted, deleteing
deleting, delets deletes, delievery delivery, delimeted delimited, delimeter delimiter, deparment
department, dependancy dependency, deprected deprecated, depricated deprecated, desciption description,
descripton description, descrition description, descritpion description, descrption description,
desctiption description, desription description, destiantion destination, destinaton destination,
determins determines, detials details, diferent different, differnt different, diffrent different,
dimention dimension, direcotry directory, directoy directory, disapear disappear, discription
description, dispaly display, displayes displays, docuemnt document, documemt document, documment
document, documnet document, donwload download, dowload download, downlaod download, downoad download,
dulicate duplicate, elemnt element, elment element, embeded embedded, emplyee employee, endpiont
endpoint, enitity entity, enity entity, enpoint endpoint, entites entities, entitity entity, entiy
entity, entrys entries, enviornment environment, enviroment environment, environemnt environment,
equiped equipped, equivalant equivalent, equivelent equivalent, erorr error, errror error, esitmate
estimate, examle example, excecute execute, excecuted executed, exection execution, exectue execute,
exemple example, exept except, exising existing, exisiting existing, exisitng existing, exisits exists,
existance existence, exmaple example, expeced expected, experiance experience, explicitely explicitly,
expresion expression, expresssion expression, extenal external, extention extension, extentions
extensions, extrenal external, facilites facilities, failue failure, feild field, feilds fields, filterd
filtered, finaly finally, fitler filter, flase false, folllowing following, follwing following, folowed
followed, folowing following, fomat format, foramt format, formated formatted, formating formatting,
freqency frequency, frequancy frequency, fucntion function, fuction function, funciton function,
functionailty functionality, furthur further, futher further, gaurantee guarantee, genarate generate,
geneate generate, generaly generally, genereate generate, gernerate generate, goverment government,
gruop group, grup group, guaranted guaranteed, guarentee guarantee, heigth height, heirarchy hierarchy,
hierachy hierarchy, hierarcy hierarchy, histroy history, hostanme hostname, idendifier identifier,
idenfitier identifier, idenifier identifier, idenitifier identifier, idenity identity, identfier
identifier, identifer identifier, identifers identifiers, identifiy identify, identifyer identifier,
imediately immediately, immediatly immediately, immedietly immediately, implemenation implementation,
implementaion implementation, importent important, incase in case, incldue include, includs includes,
inclued include, incorect incorrect, inculde include, indentifier identifier, indentifiers identifiers,
indentify identify, indentity identity, independant independent, indicats indicates, indiciates
indicates, indicies indices, infomation information, inforamtion information, informaiton information,
informations information, informaton information, infromation information, inital initial, initalize
initialize, initialy initially, inlcude include, inlcuded included, inlcudes includes, instace instance,
instanse instance, insted instead, instruciton instruction, intance instance, integeration integration,
interger integer, intergration integration, interupt interrupt, intial initial, invlaid invalid, invlid
invalid, itme item, itmes items, langage language, langauge language, langugae language, lanuage
language, lastest latest, latitute latitude, lattitude latitude, legth length, lengh length, lenght
length, lenth length, libary library, libray library, likelyhood likelihood, limitaion limitation,
liscense license, locaiton location, loction location, logitude longitude, logner longer, maintainance
maintenance, maintanance maintenance, maintenence maintenance, managment management, manangement
management, mandetory mandatory, mannual manual, manualy manually, matchs matches, maximium maximum,
maximun maximum, maxmimum maximum, meassage message, mesage message, messge message, messsage message,
metdata metadata, methid method, milisecond millisecond, miliseconds milliseconds, minimun minimum,
minium minimum, miscelaneous miscellaneous, mispelled misspelled, modfied modified, modifed modified,
modificaton modification, modifiy modify, mulitple multiple, multipe multiple, multple multiple, mutally
mutually, mutiple multiple, neccesary necessary, neccessary necessary, necesary necessary, necessery
necessary, negitive negative, nofitication notification, noticable noticeable, notifcation notification,
notifcations notifications, notificaton notification, nuber number, nubmer number, nubmers numbers,
numbre number, obejct object, objct object, objec object, occassion occasion,
occassionally occasionally, occurance occurrence, occurances occurrences, occured occurred, occurence
occurrence, occurences occurrences, occuring occurring, offical official, ojbect object, ommit omit,
ommited omitted, ommitted omitted, opearation operation, operaton operation, opertaion operation,
opional optional, oppertunity opportunity, oppurtunity opportunity, optinal optional, optionnal
optional, orginal original, orginally originally, orgins origins, ouput output, outptu output, overide
override, overiden overridden, overrided overridden, overriden overridden, pacakge package, packge
package, paramater parameter, paramaters parameters, paramenter parameter, parameteres parameters,
parametr parameter, paramter parameter, paramters parameters, pararmeter parameter, paremeter parameter,
paremeters parameters, parmeter parameter, parmeters parameters, parrent parent, partcipant participant,
particpant participant, passowrd password, passwrod password, pasword password, payement payment,
pecentage percentage, perfom perform, performace performance, permision permission, permisions
permissions, permissons permissions, permited permitted, permssions permissions, personell personnel,
phyiscal physical, poject project, porperty property, posible possible, positon position, possibe
possible, possition position, postion position, prefences preferences, prefered preferred, preferrences
preferences, presense presence, previos previous, previosly previously, previus previous, prevoius
previous, priorty priority, privelege privilege, privilage privilege, priviledge privilege, privledges
privileges, proccess process, proces process, processess processes, processsor processor, prodcut
product, prodcuts products, proerty property, progam program, progess progress, projct project, promt
prompt, properites properties, propertie property, propertys properties, propery property, protocal
protocol, provded provided, providor provider, provieded provided, provisoned provisioned, publically
publicly, publich publish, puplish publish, puprose purpose, quanity quantity, quantitiy quantity,
quesiton question, questionaire questionnaire, queston question, reccomend recommend, reccommend
recommend, recepient recipient, recepients recipients, reciept receipt, recieve receive, recieved
received, reciever receiver, recieves receives, recieving receiving, recipent recipient, recipents
recipients, recipiant recipient, recived received, recod record, recomend recommend, recomended
recommended, recurence recurrence, recurrance recurrence, referal referral, referance reference,
referece reference, refereced referenced, refered referred, refering referring, refernce reference,
refrence reference, regestration registration, registation registration, regsiter register, regualar
regular, releated related, reletive relative, relevent relevant, remaning remaining, remvoe remove,
repalce replace, reponse response, reponses responses, repositry repository, represantation
representation, represenation representation, represnt represent, represnts represents, reprsent
represent, repsonse response, reqest request, reqeust request, reqired required, requierd required,
requird required, requred required, requried required, requset request, reslut result, resorce resource,
resouce resource, resouces resources, resourse resource, responce response, respone response,
responsable responsible, respose response, respository repository, resposne response, ressource
resource, ressources resources, restaraunt restaurant, resuls results, resutl result, retreival
retrieval, retreive retrieve, retreived retrieved, retreives retrieves, retrieveing retrieving, retrive
retrieve, retrived retrieved, retrives retrieves, retrun return, retruns returns, retunrs returns,
retuns returns, returend returned, returnd returned, returnes returns, reuqest request, reuslt result,
reutrn return, reveiw review, revison revision, scedule schedule, schdule schedule, schedual schedule,
seach search, searchs searches, secod second, secrect secret, secuirty security, securty security,
sepcified specified, sepcify specify, seperate separate, seperated separated, seperately separately,
seperates separates, seperating separating, seperator separator, serach search, serivce service, servcie
service, sesion session, setings settings, settting setting, sevice service, signatue signature,
signiture signature, similiar similar, simliar similar, specfic specific, specfied specified, specifc
specific, specifed specified, specificed specified, specificy specify, specifiec specific, specifiy
specify, specifiying specifying, spedified specified, speficied specified, spesific specific, splited
split, sring string, statment statement, statuts status, staus status, stauts status, stirng string,
stirngs strings, strng string, stucture structure, sturcture structure, subcription subscription, subjet
subject, submited submitted, submition submission, subsciption subscription, subscirption subscription,
subscribtion subscription, subsription subscription, succeded succeeded, succesful successful,
succesfull successful, succesfully successfully, successfull successful, successfullly successfully,
successfuly successfully, sucess success, sucessful successful, sucessfully successfully, sufficent
sufficient, sumary summary, suport support, suported supported, supplyed supplied, suppored supported,
supporte supported, suscribe subscribe, suspention suspension, synchonization synchronization,
syncronization synchronization, syncronize synchronize, syncronized synchronized, sysem system, systme
system, sytem system, targetted targeted, tempalte template, tempature temperature, temperary temporary,
temperture temperature, templete template, tempory temporary, temprary temporary, thier their,
threshhold threshold, throught through, thumnail thumbnail, timestemp timestamp, timstamp timestamp,
tranaction transaction, tranfer transfer, transation transaction, transction transaction, transferd
transferred, transfered transferred, transfering transferring, treshold threshold, triger trigger,
trigerred triggered, triggerd triggered, triggerred triggered, truely truly, tyep type, typicaly
typically, udpate update, udpated updated, unabel unable, uniqe unique, univeral universal, unkonwn
unknown, unkown unknown, unneccessary unnecessary, unqiue unique, unsubcribe unsubscribe, untill until,
upadte update, upadted updated, upate update, upated updated, updaed updated, updte update, uplaod
upload, uplaoded uploaded, usally usually, useage usage, usefull useful, useing using, usnig using,
usualy usually, utilites utilities, vaiable variable, vaild valid, valeu value, valu value, varable
variable, variabel variable, varient variant, vaule value, vaules values, vehical vehicle, verfication
verification, verfiy verify, verificaiton verification, verifing verifying, verion version, verions
versions, verison version, verson version, vesion version, visable visible, visibilty visibility,
visiblity visibility, vlaue value, vlaues values, volumn volume, webiste website, webstie website,
wether whether, whcih which, wheather whether, wheter whether, wich which, widht width, wihtout without,
witdh width, witin within, worflow workflow, workfow workflow, writen written, writting writing, wroking
working, yeild yield
"""
RIGHT: dict[str, str] = {
    wrong: right
    for wrong, _, right in (pair.strip().partition(" ") for pair in _PAIRS.replace("\n", " ").split(","))
}
MISSPELT = frozenset(RIGHT)
