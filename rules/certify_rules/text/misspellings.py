"""Common misspellings with the right spelling; none that is a word of its own, or a name."""

from __future__ import annotations

# Written down from what people misspell in descriptions of services. Nearly every entry was held against the dictionary of
# codespell, whose license (GPL) does not let us depend on it.
_PAIRS = """
abbreveation abbreviation, abbreviaton abbreviation, abreviation abbreviation, absense absence,
acceptence acceptance, accesible accessible, accessable accessible, accomodate accommodate, accomodation
accommodation, accout account, accouting accounting, accross across, acheive achieve, acitve active,
acitvity activity, acknowlegde acknowledge, acoount account, acount account, acounts accounts, actaully
actually, activies activities, actve active, acutal actual, adddress address, addess address, addional
additional, additinal additional, additonal additional, additonally additionally, addres address,
addresss address, addtional additional, administation administration, adress address, adresses
addresses, adresss address, aggreed agreed, aggregrate aggregate, agregate aggregate, agrument argument,
algorithim algorithm, allowd allowed, alowed allowed, alows allows, alphanumberic alphanumeric, alredy
already, alternativly alternatively, ammenities amenities, ammount amount, amout amount, amoutn amount,
anaylsis analysis, anlysis analysis, annoucement announcement, anonymus anonymous, anwser answer,
aplication application, appearence appearance, appication application, applicaion application,
applicaiton application, applicaton application, appointement appointment, appoitment appointment,
apporval approval, appplication application, appropiate appropriate, approvel approval, apropriate
appropriate, aproval approval, aproved approved, archieve archive, arguement argument, asign assign,
asigned assigned, asnwer answer, asociated associated, assigment assignment, assignement assignment,
assocated associated, associcates associates, assoicated associated, assosciated associated, assosiated
associated, asynchonous asynchronous, asyncronous asynchronous, atleast at least, atribute attribute,
atributes attributes, attachement attachment, attachements attachments, attachemnt attachment, attachted
attached, attchment attachment, attibute attribute, attribtue attribute, attrubute attribute,
authenicate authenticate, authenication authentication, authenitcation authentication, authentcation
authentication, authenticaton authentication, authentification authentication, autherization
authorization, authetication authentication, autmatic automatic, automatical automatic, automaticly
automatically, autorization authorization, avaiable available, availabe available, availabel available,
availabilty availability, availablity availability, availble available, availibility availability,
avalable available, avaliable available, avilable available, baceause because, backgroun background,
beacuse because, becasue because, becuase because, befor before, beggining beginning, begginning
beginning, begining beginning, behaviuor behaviour, beleive believe, benifit benefit, betweeen between,
betwen between, bewteen between, bolean boolean, boolen boolean, boundry boundary, buidling building,
buisiness business, buisness business, busines business, bussines business, bussiness business, caculate
calculate, calcualte calculate, calulate calculate, candiate candidate, capabilites capabilities,
capabilty capability, catagories categories, catagory category, categroy category, catgory category,
celcius Celsius, certficate certificate, chagne change, challege challenge, chanel channel, changable
changeable, channle channel, characer character, charachter character, charactor character, charater
character, charaters characters, charcter character, cheked checked, chnage change, chnages changes,
choosen chosen, colection collection, colleciton collection, collecitons collections, collecton
collection, collumn column, coloumn column, colum column, columm column, colums columns, colunms
columns, comand command, comapny company, comming coming, commited committed, commmand command,
comparision comparison, compatability compatibility, compatable compatible, compleated completed,
completly completely, compnay company, componenets components, conatining containing, conatins contains,
concatination concatenation, conection connection, conenction connection, confguration configuration,
configration configuration, configuation configuration, configuraiton configuration, confimation
confirmation, confirmaton confirmation, conjuction conjunction, conneced connected, conneciton
connection, connnection connection, consistancy consistency, consistant consistent, consitency
consistency, containg containing, contaning containing, contans contains, contatining containing,
contian contain, contians contains, contibution contribution, continous continuous, controler
controller, contructor constructor, convertable convertible, convertion conversion, coodinates
coordinates, coordiantes coordinates, cordinates coordinates, corect correct, coresponding
corresponding, correponding corresponding, correspoding corresponding, corresponing corresponding,
countrys countries, coutry country, craete create, creaet create, createing creating, creted created,
critera criteria, curency currency, curent current, currecy currency, currenlty currently, currenly
currently, currenty currently, currrent current, cusotmer customer, custmer customer, custome custom,
customizeable customizable, cutomer customer, dafault default, databse database, deafult default,
decription description, defalut default, defination definition, definiton definition, defintion
definition, defualt default, defult default, deifned defined, deletd deleted, deleteing deleting, delets
deletes, delievery delivery, delimeted delimited, delimeter delimiter, delimitted delimited, delte
delete, deltes deletes, deparment department, dependancy dependency, deployement deployment, deprected
deprecated, depricated deprecated, dervied derived, desciption description, desciptions descriptions,
descirption description, descripton description, descrition description, descritpion description,
descrption description, desctiption description, desription description, destiantion destination,
destinaton destination, detaild detailed, detailled detailed, determins determines, detials details,
deverloper developer, diamter diameter, diferent different, differnt different, diffrent different,
dimenstion dimension, dimention dimension, direcotry directory, directoy directory, diretory directory,
disabeld disabled, disapear disappear, discription description, dispaly display, dispalyed displayed,
displayes displays, docment document, docuemnt document, documemt document, documment document, documnet
document, documnt document, donwload download, dowload download, downlad download, downlaod download,
downoad download, dulicate duplicate, editied edited, elemnt element, elment element, embeded embedded,
emial email, emplyee employee, enabeld enabled, enconding encoding, endpiont endpoint, enitity entity,
enity entity, enpoint endpoint, entites entities, entitity entity, entitiy entity, entiy entity, entrys
entries, enviornment environment, enviroment environment, environemnt environment, environmnet
environment, equiped equipped, equivalant equivalent, equivelent equivalent, erorr error, errror error,
escaltion escalation, esitmate estimate, evaluted evaluated, exacly exactly, examle example, exapmle
example, excecute execute, excecuted executed, excecution execution, excpeption exception, excption
exception, exection execution, exectue execute, exectuion execution, exemple example, exept except,
exeution execution, exising existing, exisiting existing, exisitng existing, exisits exists, existance
existence, exlusive exclusive, exmaple example, exmple example, expeced expected, experiance experience,
expiraton expiration, expiriation expiration, explaination explanation, explicitely explicitly,
expresion expression, expresssion expression, extenal external, extention extension, extentions
extensions, extrat extract, extrenal external, facilites facilities, failue failure, farenheit
fahrenheit, feedbak feedback, feild field, feilds fields, filterd filtered, finacial financial, finaly
finally, fitler filter, flase false, folllowing following, follwing following, folowed followed,
folowing following, fomat format, fomatting formatting, foramt format, foreing foreign, formated
formatted, formating formatting, foward forward, freqency frequency, frequancy frequency, frequecy
frequency, frist first, fucntion function, fuction function, funciton function, functionailty
functionality, furhter further, furthur further, futher further, garantee guarantee, gaurantee
guarantee, genarate generate, genaric generic, geneate generate, generaly generally, genereate generate,
gernerate generate, goverment government, gruop group, grup group, guaranted guaranteed, guarentee
guarantee, harrassment harassment, heigth height, heirarchical hierarchical, heirarchy hierarchy, hieght
height, hierachy hierarchy, hierarcy hierarchy, histroy history, hostanme hostname, iamge image,
idendifier identifier, idenfitied identified, idenfitier identifier, idenifier identifier, idenitfier
identifier, idenitification identification, idenitifier identifier, idenity identity, identfier
identifier, identifer identifier, identifers identifiers, identifiy identify, identifyer identifier,
imcomplete incomplete, imediately immediately, immediatly immediately, immedietly immediately,
implemenation implementation, implementaion implementation, implmentation implementation, importent
important, improt import, incase in case, incldue include, includs includes, inclued include, incomming
incoming, incorect incorrect, inculde include, indentifier identifier, indentifiers identifiers,
indentify identify, indentity identity, indepedent independent, independant independent, indicats
indicates, indiciates indicates, indicies indices, indipendent independent, infered inferred, infomation
information, infomration information, inforamtion information, informaiton information, informations
information, informaton information, informtion information, infromation information, inital initial,
initalize initialize, initialy initially, inlcude include, inlcuded included, inlcudes includes, instace
instance, instanse instance, insted instead, instruciton instruction, intance instance, inteface
interface, integeration integration, integraton integration, interger integer, intergration integration,
interupt interrupt, intial initial, intructor instructor, invlaid invalid, invlid invalid, invocie
invoice, itme item, itmes items, lanaguage language, langage language, langauge language, languague
language, langugae language, langugage language, lanuage language, lanugage language, lastest latest,
latitute latitude, lattitude latitude, legth length, lengh length, lenght length, lenth length, libary
library, libray library, lifecyle lifecycle, likelyhood likelihood, limitaion limitation, liscense
license, locaiton location, locaton location, loction location, logitude longitude, logner longer,
longitute longitude, longtitude longitude, maintainance maintenance, maintanance maintenance,
maintenence maintenance, manadatory mandatory, managment management, manangement management, mandetory
mandatory, mangement management, mannual manual, mantain maintain, manualy manually, matchs matches,
maximium maximum, maximun maximum, maxium maximum, maxmimum maximum, meassage message, meatdata
metadata, mesage message, mesages messages, messge message, messsage message, metdata metadata, methid
method, milisecond millisecond, miliseconds milliseconds, mimimum minimum, minimun minimum, minium
minimum, minmum minimum, minumum minimum, miscelaneous miscellaneous, mispelled misspelled, modfied
modified, modifed modified, modificaton modification, modifiy modify, mulitple multiple, multipe
multiple, multple multiple, mutally mutually, mutiple multiple, mutliple multiple, neccesary necessary,
neccessary necessary, necesary necessary, necessery necessary, negitive negative, nofitication
notification, noticable noticeable, notifcation notification, notifcations notifications, notifiation
notification, notificaiton notification, notificaton notification, nuber number, nubmer number, nubmers
numbers, numbre number, obejct object, objct object, objec object, occassion occasion, occassionally
occasionally, occurance occurrence, occurances occurrences, occured occurred, occurence occurrence,
occurences occurrences, occures occurs, occuring occurring, occurrance occurrence, ocurred occurred,
ocurrence occurrence, offical official, ojbect object, ommit omit, ommited omitted, ommitted omitted,
onwer owner, opearation operation, operaton operation, opertaion operation, opertion operation, opional
optional, opperation operation, oppertunity opportunity, oppurtunity opportunity, optinal optional,
optioanl optional, optionnal optional, orgainzation organization, organizaton organization, organiztion
organization, orginal original, orginally originally, orgins origins, origional original, orignal
original, ouput output, outptu output, overide override, overiden overridden, overrided overridden,
overriden overridden, pacakge package, packge package, paramater parameter, paramaters parameters,
paramenter parameter, parameteres parameters, parametr parameter, paramter parameter, paramters
parameters, pararmeter parameter, paremeter parameter, paremeters parameters, parmeter parameter,
parmeters parameters, parrent parent, partcipant participant, particpant participant, passowrd password,
passwrod password, pasword password, payement payment, pecentage percentage, peform perform, perfom
perform, performace performance, permision permission, permisions permissions, permisson permission,
permissons permissions, permited permitted, permssions permissions, persistant persistent, persmission
permission, personell personnel, phyiscal physical, poject project, porperty property, posible possible,
positon position, possibe possible, possition position, postion position, postition position, prefences
preferences, prefered preferred, preferrences preferences, presense presence, previos previous,
previosly previously, previus previous, prevoius previous, priorty priority, privelege privilege,
privilage privilege, priviledge privilege, priviliged privileged, privledges privileges, procces
process, proccess process, proces process, processess processes, processsor processor, prodcut product,
prodcuts products, proerty property, progam program, progess progress, projct project, promt prompt,
properites properties, propertie property, propertys properties, propery property, proporty property,
proprety property, proprties properties, protocal protocol, provded provided, providor provider,
provieded provided, provisoned provisioned, provsioning provisioning, publically publicly, publich
publish, publihsed published, puchase purchase, puplish publish, puprose purpose, puproses purposes,
quanity quantity, quantitiy quantity, quesiton question, questionaire questionnaire, queston question,
realted related, reccomend recommend, reccommend recommend, reccord record, receieved received, recenty
recently, recepient recipient, recepients recipients, reciept receipt, recieve receive, recieved
received, reciever receiver, recieves receives, recieving receiving, recipent recipient, recipents
recipients, recipiant recipient, recived received, recod record, recomend recommend, recomended
recommended, recommanded recommended, recrod record, recurence recurrence, recurrance recurrence,
referal referral, referance reference, referece reference, refereced referenced, refered referred,
refering referring, refernce reference, refernece reference, refrence reference, refrences references,
regestration registration, registation registration, registeration registration, registred registered,
regsiter register, regualar regular, releated related, reletive relative, relevent relevant, remaning
remaining, remvoe remove, repalce replace, repesents represents, reponse response, reponses responses,
repositry repository, represantation representation, represenation representation, represnt represent,
represnts represents, reprsent represent, reprsents represents, repsonse response, reqest request,
reqeust request, reqired required, requied required, requierd required, requird required, requred
required, requried required, requset request, requst request, reslut result, resluts results, resopnse
response, resorce resource, resouce resource, resouces resources, resourse resource, respnse response,
responce response, respone response, responsable responsible, respose response, respository repository,
resposne response, respresents represents, ressource resource, ressources resources, restaraunt
restaurant, resuls results, resutl result, retireve retrieve, retreival retrieval, retreive retrieve,
retreived retrieved, retreives retrieves, retrieveing retrieving, retrive retrieve, retrived retrieved,
retrives retrieves, retrun return, retruns returns, retunrs returns, retuns returns, returend returned,
returnd returned, returnes returns, reuqest request, reuslt result, reuslts results, reutrn return,
reveiw review, revison revision, reviwer reviewer, scedule schedule, schdule schedule, schedual
schedule, seach search, searchs searches, secod second, secrect secret, secuirty security, securty
security, seleted selected, sepcific specific, sepcified specified, sepcify specify, seperate separate,
seperated separated, seperately separately, seperates separates, seperating separating, seperator
separator, seperators separators, serach search, serivce service, servcie service, sesion session,
setings settings, settting setting, sevice service, sheild shield, shoud should, shoudl should,
sigificant significant, signatue signature, signiture signature, similiar similar, simliar similar,
snipet snippet, spcifies specifies, specfic specific, specfied specified, specifc specific, specifed
specified, specificed specified, specificy specify, specifiec specific, specifing specifying, specifiy
specify, specifiying specifying, speciifed specified, spedified specified, speficied specified, speicfy
specify, spesific specific, splited split, spreadsheat spreadsheet, sring string, statment statement,
statments statements, statuts status, staus status, stauts status, stirng string, stirngs strings, strng
string, stucture structure, sturcture structure, subcription subscription, subjet subject, submision
submission, submited submitted, submiting submitting, submition submission, subsciption subscription,
subscirption subscription, subscribtion subscription, subsription subscription, substracted subtracted,
succcess success, succeded succeeded, succesful successful, succesfull successful, succesfully
successfully, successfull successful, successfullly successfully, successfuly successfully, succsess
success, sucess success, sucessful successful, sucessfully successfully, sufficent sufficient, sumary
summary, sumbit submit, suport support, suported supported, supplyed supplied, suppored supported,
supporte supported, suppported supported, supress suppress, surpress suppress, suscribe subscribe,
suscription subscription, suspention suspension, synchonization synchronization, syncronization
synchronization, syncronize synchronize, syncronized synchronized, sysem system, systme system, sytem
system, taht that, targetted targeted, teh the, tempalte template, tempate template, tempature
temperature, temperary temporary, temperture temperature, templete template, temporay temporary, tempory
temporary, temprary temporary, temprature temperature, thier their, threshhold threshold, throught
through, thsi this, thumnail thumbnail, timestemp timestamp, timestmap timestamp, timstamp timestamp,
tje the, tommorow tomorrow, tranaction transaction, tranfer transfer, transation transaction, transction
transaction, transferd transferred, transfered transferred, transfering transferring, trasaction
transaction, treshold threshold, triger trigger, trigerred triggered, trigers triggers, trigged
triggered, triggerd triggered, triggeres triggers, triggerred triggered, truely truly, tyep type,
typicaly typically, udpate update, udpated updated, uesr user, unabel unable, uniqe unique, univeral
universal, unkonwn unknown, unkown unknown, unneccessary unnecessary, unqiue unique, unquie unique,
unsubcribe unsubscribe, unsubcribes unsubscribes, unsuccesful unsuccessful, unsucessful unsuccessful,
untill until, upadte update, upadted updated, upate update, upated updated, updaed updated, updatd
updated, updte update, uplaod upload, uplaoded uploaded, uptdate update, usally usually, useage usage,
usefull useful, useing using, usernmae username, usnig using, usualy usually, utilites utilities,
vaiable variable, vaild valid, valeu value, valu value, varable variable, variabel variable, varient
variant, vaule value, vaules values, vehical vehicle, verfication verification, verfiy verify,
verifcation verification, verificaiton verification, verifing verifying, verion version, verions
versions, verison version, verson version, vesion version, visable visible, visibilty visibility,
visiblity visibility, vlaue value, vlaues values, volumn volume, webiste website, webook webhook,
webstie website, wether whether, whcih which, wheather whether, wheter whether, whith with, wich which,
widht width, wih with, wiht with, wihtout without, witdh width, witin within, worflow workflow, workfow
workflow, worklfow workflow, worlwide worldwide, writen written, writting writing, wroking working,
yeild yield
"""
RIGHT: dict[str, str] = {
    wrong: right
    for wrong, _, right in (pair.strip().partition(" ") for pair in _PAIRS.replace("\n", " ").split(","))
}
MISSPELT = frozenset(RIGHT)
