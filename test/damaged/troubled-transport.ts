import type {Clock} from '../../source/clock.js';
import type {SocketEvent, Transport} from '../../source/transport/transport.js';

export type Lateness = {
	/** Milliseconds of the recording. */
	readonly from: number;
	readonly to: number;
	/** The connection that is late, by its number; null where all of them and all answers are: the recorder is behind. */
	readonly link: number | null;
	/** How late that is which comes at a time. */
	readonly byMs: (t: number) => number;
};

type Options = {
	readonly inner: Transport;
	/** `now`: milliseconds of the recording. */
	readonly clock: Pick<Clock, 'now' | 'after'>;
	readonly lateness: readonly Lateness[];
	readonly isLost: (message: string | Buffer, link: number) => boolean;
	/** An answer over HTTP, before anybody reads it. */
	readonly onAnswer: (url: string, body: string) => void;
};

/** A way to the exchanges on which connections are late, in their order, and messages get lost. */
export const createTroubledTransport = ({inner, clock, lateness, isLost, onAnswer}: Options) => {
	const startedAt = clock.now();
	const links = new Set<number>();
	let count = 0;

	const lateMs = (link: number | null): number => {
		const t = clock.now() - startedAt;
		const late = lateness.filter(
			one => t >= one.from && t < one.to && (one.link === null || one.link === link),
		);
		return Math.max(0, ...late.map(({byMs}) => byMs(t)));
	};

	const connect: Transport['connect'] = (url, onEvent) => {
		const link = ++count;
		links.add(link);
		let [dueAt, isClosed] = [0, false];
		const tell = (event: SocketEvent) => {
			if (event.type === 'close') links.delete(link);
			if (!isClosed) onEvent(event);
		};
		const socket = inner.connect(url, event => {
			if (event.type === 'message' && isLost(event.data, link)) return;
			dueAt = Math.max(dueAt, clock.now() + lateMs(link));
			if (dueAt <= clock.now()) tell(event);
			else
				clock.after(dueAt - clock.now(), () => {
					tell(event);
				});
		});
		return {
			...{send: socket.send, ping: socket.ping},
			close() {
				isClosed = true;
				links.delete(link);
				socket.close();
			},
		};
	};

	const get: Transport['get'] = async url => {
		const response = await inner.get(url);
		onAnswer(url, response.body);
		const ms = lateMs(null);
		if (ms > 0) await new Promise<void>(resolve => clock.after(ms, resolve));
		return response;
	};

	return {
		transport: {connect, get} satisfies Transport,
		links: (): readonly number[] => [...links],
	};
};
