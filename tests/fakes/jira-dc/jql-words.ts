import type { Dialect } from '../atlassian/clauses';
import { QueryError } from '../atlassian/clauses';

/** Words that JQL reserves; as a value they need quotes. From the vendor's list for advanced searching. */
const reserved =
  `a abort access add after alias all alter and any are as asc at audit avg be before begin between boolean
  break but by byte catch cf char character check checkpoint collate collation column commit connect continue count
  create current date decimal declare decrement default defaults define delete delimiter desc difference distinct divide
  do double drop else empty encoding end equals escape exclusive exec execute exists explain false fetch file field first
  float for from function go goto grant greater group having identified if immediate in increment index initial inner
  inout input insert int integer intersect intersection into is isempty isnull it join last left less like limit lock
  long max min minus mode modify modulo more multiply next no noaudit not notin nowait null number object of on option or
  order outer output power previous prior privileges public raise raw remainder rename resource return returns revoke
  right row rowid rownum rows select session set share size sqrt start strict string subtract such sum synonym table that
  the their then there these they this to trans transaction trigger true uid union unique update user validate values
  view was when whenever where while will with`.split(/\s+/);

/** JQL as Jira Data Center parses it. */
export const jqlDialect: Dialect = {
  reservedWords: new Set(reserved),
  reservedCharacters: /[{}*/%+^$#@?;[\]]/,
  symbols: true,
  problem(problem, source) {
    const where = `(line 1, character ${problem.at + 1})`;
    switch (problem.kind) {
      case 'reserved-character': {
        const code = (problem.character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
        return refused(
          `The character '${problem.character}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${code}' instead. ${where}`,
        );
      }
      case 'unfinished-string':
        return refused(`The quoted string '${problem.text}' has not been completed. ${where}`);
      case 'reserved-word':
        return refused(
          `'${problem.word}' is a reserved JQL word. You must surround it in quotation marks to use it in a query. ${where}`,
        );
      case 'unexpected':
        return refused(
          problem.found === null
            ? `Expecting ${problem.wanted} before the end of the query. ${where}`
            : `Expecting ${problem.wanted} but got '${problem.found}'. ${where}`,
        );
      default:
        return refused(`The query '${source}' could not be parsed.`);
    }
  },
};

function refused(reason: string): QueryError {
  return new QueryError([`Error in the JQL Query: ${reason}`]);
}
