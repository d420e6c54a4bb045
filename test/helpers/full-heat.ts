import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {createColumns} from '../../source/heat/column-blocks.js';
import {binsPerColumn, mostTraded, spans, type HeatColumn} from '../../source/heat/heat-column.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, without garbage. */
const measure = (): number => {
	collect();
	collect();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return heapUsed + arrayBuffers;
};

/** A column with as much in it as one can hold. */
const fullColumn = (value: number): HeatColumn => ({
	proof: 'proven',
	first: value,
	sizes: new Float32Array(binsPerColumn).fill(value + 0.5),
	from: value,
	to: value + binsPerColumn,
	mid: value + 0.5,
	trades: Array.from({length: mostTraded}, (_, rank) => ({
		bin: value + rank,
		bought: rank + 0.5,
		sold: value + 0.7,
	})),
});

/** Bytes that the heatmap of so many exchanges takes once it is full, however long it went on: `columns` of each length. */
export const measureFullHeat = (exchanges: number, columns: number): number => {
	const before = measure();
	const all = Array.from({length: exchanges * spans.length}, () => createColumns('newest'));
	for (const of of all) for (let at = 0; at < columns; at++) of.set(at, fullColumn(at));
	const bytes = measure() - before;
	if (all.some(of => of.get(columns - 1) === null)) throw new Error('nothing was kept');
	return bytes;
};
