import type {HttpResponse, Transport} from '../transport/transport.js';

/** Lets several that ask for one of these addresses at the same time share its answer. */
export const shareAnswers = (inner: Transport, isShared: (url: string) => boolean): Transport => {
	const underWay = new Map<string, Promise<HttpResponse>>();
	return {
		connect: inner.connect,
		get(url) {
			if (!isShared(url)) return inner.get(url);
			const known = underWay.get(url);
			if (known) return known;
			const answer = inner.get(url).finally(() => {
				underWay.delete(url);
			});
			underWay.set(url, answer);
			return answer;
		},
	};
};
