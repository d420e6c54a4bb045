import {mkdirSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {toSvg} from '../../source/export/svg.js';
import {recordTour, takePicture} from './tour.js';

/**
 * Makes the README's picture and cast from the demo: `npm run picture`, or with `-- --seed 2` those of
 * another market. Run it after whatever changed the screen; the same version and seed make the same bytes.
 */
const {seed} = parseArgs({options: {seed: {type: 'string', default: '1'}}}).values;
const media = new URL('../../media/', import.meta.url);

mkdirSync(media, {recursive: true});
const svg = toSvg(await takePicture(Number(seed)), {title: `steem-tui --demo --seed ${seed}`});
writeFileSync(new URL('screen.svg', media), svg);
writeFileSync(new URL('demo.cast', media), await recordTour(Number(seed)));
