import {createHash} from 'node:crypto';

/** As long as a digest is not much longer. */
const maxLength = 100;

export const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

/** What stands for a text among many that are kept: an address may be long. */
export const toTextKey = (text: string): string => (text.length > maxLength ? digest(text) : text);
