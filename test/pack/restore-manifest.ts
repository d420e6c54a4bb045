import {join} from 'node:path';
import {restoreManifest} from './manifest-file.js';

restoreManifest(join(import.meta.dirname, '../..'));
