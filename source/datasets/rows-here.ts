import {createRowMaker, type RowNews, type RowRequest} from './row-maker.js';
import type {RowPort} from './sent-days.js';

/** Makes rows on this thread. */
export const openRowsHere = async (request: RowRequest): Promise<RowPort> => {
	let hear: (news: RowNews) => void = () => undefined;
	const send = await createRowMaker(request, news => {
		hear(news);
	});
	return {
		send,
		listen(listener) {
			hear = listener;
		},
		close: () => Promise.resolve(),
	};
};
