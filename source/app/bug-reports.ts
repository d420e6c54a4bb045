import type {Clock} from '../clock.js';
import type {Config} from '../config/load-config.js';
import {describeWriteError} from '../files/file-system.js';
import {shortPath} from '../files/short-path.js';
import {formatWanted} from '../market-name.js';
import {writeBugReport} from '../recording/bug-report.js';
import {createScreenPast} from '../recording/screen-past.js';
import type {StdoutTap} from '../recording/stdout-tap.js';
import type {WireHistory} from '../recording/wire-past.js';
import {maskAddresses} from '../safe-text.js';
import {storeOf} from '../session/running.js';
import type {BookView} from '../store/market-view.js';
import type {Followed} from './followed.js';
import type {Saveable} from './save-screen.js';

export type BugReportsOptions = {
	readonly clock: Clock;
	readonly config: Config;
	/** The program's. */
	readonly version: string;
	/** What else runs. */
	readonly process: Pick<NodeJS.Process, 'version' | 'platform' | 'arch'>;
	readonly screen: StdoutTap;
	readonly app: Pick<Saveable, 'picture' | 'notify'>;
	readonly followed: () => Followed;
};

/** What is counted of a book. */
const toCounters = ({
	exchange,
	market,
	status,
	reason,
	code = null,
	sequence,
	bids,
	asks,
	health,
}: BookView) => ({
	...{exchange, market, status, reason, code, sequence, health},
	levels: {bids: bids.length, asks: asks.length},
});

type Wire = Pick<WireHistory, 'isFromStart' | 'isEmpty'>;

const toText = (_: string, value: unknown): unknown =>
	typeof value === 'bigint' ? String(value) : value;

const provenNote = ({isFromStart, isEmpty}: Wire): string => {
	if (isEmpty) return 'nothing came over the wire here: of books from relays that is kept by them';
	return isFromStart
		? 'the capture goes back to the first connection'
		: 'the capture begins in mid-session: a book in it is proven from its next snapshot on';
};

/** Keeps what was seen last, and writes it into a folder when it is asked for. */
export const createBugReports = (options: BugReportsOptions) => {
	const {clock, config, version, screen, app, followed} = options;
	const past = createScreenPast(screen, app.picture, clock);
	let isWriting = false;

	const toFacts = (wire: Wire): string => {
		const {running, market, mode} = followed();
		const {version: node, platform, arch} = options.process;
		const settings = config.effective.map(({path, value}) => [path, value] as const);
		const facts = {
			...{app: version, node, platform, arch, mode, market: formatWanted(market)},
			writtenAt: new Date(clock.wall()).toISOString(),
			wire: provenNote(wire),
			config: Object.fromEntries(settings),
			books: storeOf(running).getView().books.map(toCounters),
		};
		return maskAddresses(JSON.stringify(facts, toText, '\t'));
	};

	const write = async () => {
		const {running} = followed();
		const wire = running.past.history();
		try {
			const folder = await writeBugReport({
				...{parent: config.recordingFolder, wire, screen: past.history(), appVersion: version},
				exchanges: running.exchanges,
				wall: at => clock.wall(at),
				now: clock.now(),
				facts: toFacts(wire),
			});
			app.notify(`bug report in ${shortPath(folder)}`);
		} catch (error) {
			app.notify(`no bug report: ${describeWriteError(config.recordingFolder, error)}`);
		}
	};

	return {
		/** Resolves once it is written, or could not be. */
		async write() {
			if (isWriting) return;
			isWriting = true;
			await write();
			isWriting = false;
		},
		stop: past.stop,
	};
};
