// Every format of files that can be read, one line each. What begins like nothing known goes by its name.
export { pdfFile } from './pdf-file';
export { docxFile } from './docx-file';
export { htmlFile } from './html-file';
export { markdownFile } from './markdown-file';
export { csvFile } from './csv-file';
export { textFile } from './text-file';
