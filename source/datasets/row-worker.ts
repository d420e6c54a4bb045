/** A thread that makes files of rows. */
import {parentPort, workerData} from 'node:worker_threads';
import {createRowMaker, type RowNews, type RowOrder, type RowRequest} from './row-maker.js';

const port = parentPort;
if (!port) throw new Error('rows are made on a thread of their own alone');

const tell = (news: RowNews) => {
	port.postMessage(news);
};

const making = createRowMaker(workerData as RowRequest, tell);
port.on('message', (order: RowOrder) => {
	void making.then(make => {
		make(order);
	});
});
