import type {Clock} from '../clock.js';
import type {ClientInput, ExchangeClient} from '../exchanges/exchange.js';

type Message = ClientInput & {readonly type: 'message'};
type Steps = NonNullable<ReturnType<NonNullable<ExchangeClient['readAhead']>>>;

type Port = {
	readonly client: Pick<ExchangeClient, 'readAhead'>;
	readonly clock: Pick<Clock, 'after'>;
	readonly take: (message: Message) => void;
};

/** Characters or bytes that may wait, with what each message takes besides: a few of the longest messages there are. */
const mostWaiting = 16_000_000;
const emptyLength = 2000;

const lengthOf = ({data}: Message): number => emptyLength + data.length;

/**
 * Hands over messages in their order: one that takes long is read ahead in steps, between which all else has its
 * turn, and what comes meanwhile waits for it. Where that is too much, all is taken at once: then no more comes.
 */
export const createInbox = ({client: {readAhead}, clock, take}: Port) => {
	/** The first of them is being read. */
	const waiting: Message[] = [];
	let length = 0;
	let cancel: (() => void) | null = null;

	const takeFirst = () => {
		const message = waiting.shift();
		if (!message) return;
		length -= lengthOf(message);
		take(message);
	};

	const run = (steps: Steps) => {
		cancel = clock.after(0, () => {
			if (steps.next().done) {
				takeFirst();
				goOn();
			} else run(steps);
		});
	};

	/** Takes what waits, up to the next that takes long. */
	const goOn = () => {
		for (let [message] = waiting; message; [message] = waiting) {
			const steps = readAhead?.(message);
			if (steps) {
				run(steps);
				return;
			}
			takeFirst();
		}
	};

	const takeAll = () => {
		cancel?.();
		while (waiting.length > 0) takeFirst();
	};

	return {
		receive(message: Message) {
			const isFirst = waiting.length === 0;
			const steps = isFirst ? readAhead?.(message) : null;
			if (isFirst && !steps) {
				take(message);
				return;
			}
			waiting.push(message);
			length += lengthOf(message);
			if (steps) run(steps);
			else if (length > mostWaiting) takeAll();
		},
		/** Nothing is handed over any more. */
		end() {
			cancel?.();
			waiting.length = 0;
			length = 0;
		},
	};
};
