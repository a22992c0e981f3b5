/**
 * Answers whose every line ends with the number of its source, in the ways in which engines are told of a form:
 * a model that is held to it cannot leave a line without one, nor make up the number of a source that is not there.
 */

/**
 * For llama.cpp (GBNF) and for WebLLM (EBNF), which read this part of it alike.
 * https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md
 * @param sources how many there are, 1 to 9
 */
export function citedLinesGrammar(sources: number): string {
  return [
    'root ::= line ("\\n" line)*',
    // A bracket within a line would be taken for a citation.
    `line ::= [^\\[\\]\\n]+ "[" [1-${digit(sources)}] "]"`,
  ].join('\n');
}

/** For the browser's own model. https://webmachinelearning.github.io/prompt-api/ */
export function citedLinesPattern(sources: number): RegExp {
  return new RegExp(
    `^[^\\[\\]\\n]+\\[[1-${digit(sources)}]\\](?:\\n[^\\[\\]\\n]+\\[[1-${digit(sources)}]\\])*$`,
  );
}

function digit(sources: number): number {
  return Math.min(9, Math.max(1, sources));
}
