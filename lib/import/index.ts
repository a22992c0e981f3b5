import type { FileReader } from './file-reader';
import * as list from './list';

/** Every format of files that can be read, by the names in the list. */
export const fileReaders: readonly FileReader[] = Object.values(list);
