import { ApiError } from './api-errors';

/** A limit; "max" is what the wiki allows. */
export function limitOf(parameters: URLSearchParams, name: string): number {
  const value = parameters.get(name) ?? '10';
  if (value === 'max') return 500;
  if (!/^\d+$/.test(value))
    throw new ApiError('badinteger', `Invalid value "${value}" for integer parameter "${name}".`);
  return Math.min(Math.max(Number(value), 1), 500);
}

/** Values are separated by bars, or by U+001F where one of that kind comes first. */
export function listOf(parameters: URLSearchParams, name: string, otherwise = ''): string[] {
  const value = parameters.get(name) ?? otherwise;
  const parts = value.startsWith('\u001f') ? value.slice(1).split('\u001f') : value.split('|');
  return parts.filter((part) => part !== '');
}
