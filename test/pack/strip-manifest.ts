import {join} from 'node:path';
import {stripManifest} from './manifest-file.js';

stripManifest(join(import.meta.dirname, '../..'));
