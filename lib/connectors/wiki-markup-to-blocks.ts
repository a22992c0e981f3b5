export { readWikiMarkup as wikiMarkupToBlocks } from '../platform/formats/wiki-markup';
