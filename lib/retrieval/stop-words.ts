/**
 * The words that carry a sentence and say nothing of its subject. They serve twice: dropped from index and query,
 * and counted to guess a text's language. Written folded (see fold.ts), one line of plain words a language.
 */
function words(line: string): ReadonlySet<string> {
  return new Set(line.split(' '));
}

export const stopWords: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(
    'a about after all also am an and any are as at be because been before being both but by can could did do does ' +
      'doing don each for from further had has have having he her here hers him his how i if in into is it its itself ' +
      'just me more most my no nor not now of off on once only or other our ours out over own same she should so some ' +
      'such than that the their theirs them then there these they this those through to too under until up very was ' +
      'we were what when where which while who whom why will with would you your yours',
  ),
  de: words(
    'aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist da damit dann ' +
      'das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser dieses dir doch dort du ' +
      'durch ein eine einem einen einer eines er es etwas euch fur gegen gewesen hab habe haben hat hatte hatten hier ' +
      'hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist jede jedem jeden jeder jedes jetzt kann ' +
      'kein keine keinem keinen keiner konnen konnte machen man mein meine meinem meinen meiner mich mir mit muss ' +
      'mussen nach nicht noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so ' +
      'soll sollte sondern uber um und uns unser unsere unter vom von vor war waren warum was weil welche welchem ' +
      'welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wollen wurde wurden zu zum zur zwar ' +
      'zwischen',
  ),
  fr: words(
    'a afin ai alors apres au aucun aussi autre autres aux avant avec avez avoir avons bien c car ce ceci cela celle ' +
      'ces cet cette ceux chaque chez comme comment d dans de depuis des deux doit donc dont du elle elles en encore ' +
      'entre est et etaient etait etant ete etes etre eu fait faire font hors ici il ils j je jusqu l la le les leur ' +
      'leurs lors lorsque lui m ma mais me meme mes moi mon n ne ni non nos notre nous on ont ou par parce pas pendant ' +
      'peu peut peuvent plus plusieurs pour pourquoi puis qu quand que quel quelle quelles quels qui s sa sans se sera ' +
      'ses si son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y',
  ),
  es: words(
    'al algo ante como con cual cuando de del desde donde el ella ellos en entre era es esta este esto estos hasta hay ' +
      'la las le lo los mas me mi mientras muy nada ni no nos o para pero por porque que quien se ser si sin sobre son su ' +
      'sus tambien tiene todo un una uno y ya yo',
  ),
  it: words(
    'ai al alla anche che chi come con cui da dal dalla degli dei del della delle di dove e ed gli ha hanno ho i il in io ' +
      'la le lo loro ma mi nei nel nella noi non o per piu puo quando questa questo se si sono su sua suo un una uno',
  ),
  nl: words(
    'aan al alle als bij dan dat de deze die dit door een en er ge geen had heb hebben heeft het hij hoe ik in is je kan ' +
      'maar me met mijn moet naar niet nog nu of om onder ons ook op over te tot uit van voor want was wat we wel werd ' +
      'wie worden wordt ze zich zijn zo',
  ),
  pt: words(
    'ao aos as com como da das de do dos e ela ele em entre essa esse esta este eu foi isso ja mais mas me mesmo meu muito ' +
      'na nao nas no nos o os ou para pela pelo por qual quando que quem se sem ser seu sua tambem tem um uma voce',
  ),
};

/** Web addresses are in every article: their scheme says nothing. */
export const addressNoise: ReadonlySet<string> = words('http https www html htm aspx');
