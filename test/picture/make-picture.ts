import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {drawPicture, recordTour} from './tour.js';

/**
 * Makes the README's picture and its cast from the demo: `npm run picture`, or with `-- --seed 2` those of
 * another market. Run it after whatever changed the screen; the same version and seed make the same bytes.
 */
const {seed} = parseArgs({options: {seed: {type: 'string', default: '1'}}}).values;
const media = new URL('../../docs/media/', import.meta.url);
const cast = new URL('demo.cast.gz', media);

mkdirSync(media, {recursive: true});
writeFileSync(cast, gzipSync(await recordTour(Number(seed)), {level: 9}));
writeFileSync(new URL('screen.svg', media), await drawPicture(fileURLToPath(cast)));
