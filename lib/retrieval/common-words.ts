/**
 * How little a word says in a helpdesk: a share of its weight in a query. Folded, by language; a word on no list
 * counts in full. Kept small: the index's own statistics do the fine work, this list serves where there are none
 * yet (an empty cache) and for the search engines of the products, which see only words.
 */
const filler =
  // What every ticket says, whatever it is about.
  'please pls help helps hello hi hey dear thanks thank regards sorry anyone anybody someone somebody something nothing ' +
  'everything issue issues problem problems trouble question ticket request requests urgent asap need needs want wants ' +
  'like know see seen get gets got getting try tried trying tries make makes made use used using work works worked ' +
  'working doesn doesnt didn didnt cannot cant couldn couldnt won wont isn isnt aren arent wasn hasn haven fine normal ' +
  'normally always never again still even anymore since today yesterday tomorrow morning afternoon evening night week ' +
  'weeks month months year years day days hour hours minute minutes time times monday tuesday wednesday thursday friday ' +
  'saturday sunday january february march april june july august september october november december last next first ' +
  'now already suddenly maybe possible able way thing things people user users colleague colleagues one two three four ' +
  'five six seven several many much lot every everyone say says said tell told ask asked asks come comes came go goes ' +
  'went going give gave given find found look looks think thought thing really also however another would could should ' +
  'may might must shall whole let put take took right happens happened happen describe description subject answer full ' +
  'exact provide following within without instead best good well new old ' +
  'hallo guten morgen tag bitte danke dank hilfe helfen grusse gruss freundlichen liebe problem probleme frage ' +
  'dringend geht gehen ging kommt kommen funktioniert funktionieren habe haben wurde mehr leider immer nie seit heute ' +
  'gestern morgen woche wochen monat jahr tage stunden montag dienstag mittwoch donnerstag freitag samstag sonntag ' +
  'neue neuen neuer neues alte alten selbst ganz normal zusammen mal bereits weiter etwas nichts alles jemand kollege ' +
  'kollegen kollegin zeigt zeigen meldet ' +
  'bonjour bonsoir merci avance salut cordialement aide aider probleme problemes question urgent marche fonctionne ' +
  'fonctionnent depuis hier matin soir semaine mois annee jour jours lundi mardi mercredi jeudi vendredi samedi dimanche ' +
  'nouveau nouvelle nouveaux ancien ancienne toujours jamais besoin voudrais savoir rien quelque chose collegue collegues';

/** They say that it is a fault or a wish, not which one. */
const general =
  'error errors message messages fail fails failed failing failure wrong broken break breaks stop stops stopped start ' +
  'starts started open opens opened close closed show shows shown showing appear appears change changed changes set ' +
  'setting settings system computer laptop pc device app application program software service server screen page site ' +
  'click press button enter window windows account access office company line file files data number code list add ' +
  'update updates run running send sent receive connect connection connects name home ' +
  'fehler meldung fehlermeldung nachricht startet starten offnet offnen anzeige rechner computer gerat programm ' +
  'anwendung seite konto zugriff buro firma datei dateien nummer ' +
  'erreur message echec ouvrir ouvre affiche ordinateur portable appareil application logiciel page compte acces bureau ' +
  'societe fichier fichiers numero';

const fillerWeight = 0.15;
const generalWeight = 0.55;

const weights = new Map<string, number>([
  ...general.split(' ').map((word): [string, number] => [word, generalWeight]),
  ...filler.split(' ').map((word): [string, number] => [word, fillerWeight]),
]);

/** 1 for a word that may say something, less for one that every ticket has. Takes a folded word. */
export function rarity(folded: string): number {
  return weights.get(folded) ?? 1;
}
