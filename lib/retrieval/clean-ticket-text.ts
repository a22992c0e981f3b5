/** Where an older mail begins that was pasted or quoted below the newer one. */
const quotedMailStart = [
  /^[-_\s]*(?:original message|ursprüngliche nachricht|message d['’]origine|forwarded message|weitergeleitete nachricht)[-_\s]*$/i,
  /^(?:on .{5,120} wrote|am .{5,120} schrieb.{0,120}|le .{5,120} a écrit)\s*:\s*$/i,
];

const mailHeader =
  /^\s*\*?(?:from|to|cc|bcc|sent|date|subject|reply-to|importance|von|an|gesendet|betreff|datum|de|à|envoyé|objet|priorité)\s?:\*?\s+\S/i;

const greeting =
  /^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:morgen|tag|abend)|moin|servus|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|chère?s?|madame|hola|ciao)\b[^.!?,\n]{0,40}[,!.:]?\s*$/i;

const openingGreeting =
  /^\s*(?:hi|hello|hey|dear|hallo|bonjour|bonsoir|guten morgen|guten tag)(?:\s+(?:all|there|team|together|zusammen|everyone|à tous|\p{Lu}\p{Ll}+))*\s*[,!]\s+/iu;

const closing =
  /^\s*(?:(?:kind|best|warm|many)?\s*regards|best wishes|cheers|sincerely|yours\b.*|thanks(?:\s+(?:and regards|a lot|in advance|for your help|again))?|thank you(?:\s+.{0,40})?|many thanks|(?:mit )?(?:freundlichen|besten|schönen|vielen) gr(?:ü|u)(?:ß|ss)(?:en|e)?|viele grüße|beste grüße|liebe grüße|mfg|vg|lg|danke(?:\s+.{0,30})?|vielen dank(?:\s+.{0,30})?|cordialement|bien à vous|merci(?:\s+.{0,30})?|sent from my .*|von meinem .* gesendet|envoyé de mon .*)[\s,.!]*$/i;

const politeNoise =
  /\b(?:(?:could|can|would) (?:you|someone|anyone|anybody) (?:please )?(?:help|assist|look)(?: me| us)?(?: with this| out| into (?:this|it))?|please (?:help|advise|assist)(?: me| us| asap)?|any help (?:is|would be) appreciated|thank(?:s| you)(?: very much| so much| a lot)?(?: in advance| for your (?:help|support))?|können sie (?:mir |uns )?(?:bitte )?helfen|bitte um hilfe|(?:vielen |besten )?dank im voraus|merci d['’]avance|pouvez-vous m['’]aider|que faire)\b/gi;

const disclaimer =
  /\b(?:this e-?mail|diese e-?mail|ce courriel|ce message)\b.{0,200}\b(?:confidential|vertraulich|confidentiel)/i;

/** Lines a signature takes at most: names, titles, telephone numbers. */
const signatureLines = 7;

/**
 * What the requester says, without what mail puts around it: greetings, signatures, quoted mails with their
 * headers, disclaimers and polite formulas, in English, German and French. Markup left in the text is taken off.
 */
export function cleanTicketText(text: string): string {
  const kept: string[] = [];
  let signature = 0;
  let quoted = false;
  for (const line of stripMarkup(text).split(/\r\n?|\n/)) {
    if (quotedMailStart.some((pattern) => pattern.test(line.slice(0, 300)))) quoted = true;
    if (line.startsWith('-- ') || line === '--') signature = signatureLines;
    const isClosing = line.length < 80 && closing.test(line);
    // The last paragraph may only say thanks; what follows it in the next paragraph counts again.
    if (isClosing) signature = signatureLines;
    if (quoted || isClosing || isNoiseLine(line)) continue;
    if (signature > 0) {
      signature = looksLikeSignature(line) ? signature - 1 : 0;
      if (signature > 0) continue;
    }
    kept.push(line.replace(openingGreeting, '').replace(politeNoise, ' '));
  }
  return kept.join('\n').trim();
}

function isNoiseLine(line: string): boolean {
  const head = line.slice(0, 400);
  return (
    /^\s*>/.test(head) ||
    mailHeader.test(head) ||
    (line.length < 70 && greeting.test(line)) ||
    disclaimer.test(head)
  );
}

/** Short, without the verbs and full stops of somebody explaining something. */
function looksLikeSignature(line: string): boolean {
  return line.trim().length < 60 && !/[.!?]\s*$/.test(line.trim());
}

/** HTML tags from web forms and the marks of Jira's and Markdown's wiki text; the words inside stay. */
function stripMarkup(text: string): string {
  return text
    .replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,300})?\/?>/gi, ' ')
    .replace(/&(?:nbsp|amp|lt|gt|quot|#39);/g, ' ')
    .replace(/\{(?:code|noformat|quote|panel|color)(?::[^}]{0,80})?\}/gi, '\n')
    .replace(/\{\{|\}\}/g, ' ')
    .replace(/^h[1-6]\.\s+/gm, '')
    .replace(/```\w*/g, '\n');
}
