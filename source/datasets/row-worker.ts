/** A thread that makes files of rows: it is sent what is wanted, and then what to do. */
import {parentPort} from 'node:worker_threads';
import {createRowMaker, type RowNews, type RowOrder, type RowRequest} from './row-maker.js';

const port = parentPort;
if (!port) throw new Error('rows are made on a thread of their own alone');

const tell = (news: RowNews) => {
	port.postMessage(news);
};

let making: ReturnType<typeof createRowMaker> | null = null;
port.on('message', (message: RowRequest | RowOrder) => {
	if ('type' in message)
		void making?.then(make => {
			make(message);
		});
	else making = createRowMaker(message, tell);
});
