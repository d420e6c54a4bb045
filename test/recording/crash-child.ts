import {systemClock} from '../../source/clock.js';
import {createLineWriter} from '../../source/files/line-writer.js';

// Writes without end; says so once, when some lines must be in the file.
const writer = createLineWriter({path: process.argv[2] ?? '', clock: systemClock});
let count = 0;
let isTold = false;
const go = () => {
	for (let batch = 0; batch < 20; batch++) writer.write(`{"line":${count++},"data":"äöü"}\n`);
	const {lines} = writer.state();
	if (lines >= 1000 && !isTold) {
		isTold = true;
		process.stdout.write(`${lines}\n`);
	}
	setImmediate(go);
};
go();
