import type {FollowAlerts} from '../alerts/follow-alerts.js';
import {formatWanted, type WantedMarket} from '../market-name.js';
import type {CommandPorts} from '../model/run-effects.js';
import {exitCodes, type Console} from '../output/console.js';
import {openBookLog} from '../output/log-file.js';
import {createStdoutTap} from '../recording/stdout-tap.js';
import type {MenuItem} from '../screen/menu-list.js';
import type {ViewId} from '../screen/views.js';
import {injectFault, sessionsOf, storeOf, type Running} from '../session/running.js';
import {explainUnlisted} from '../session/unlisted.js';
import {createAppAlerts} from './app-alerts.js';
import {createAppRecorder, type AppRecorder} from './app-recorder.js';
import type {BookKey} from '../store/market-view.js';
import {createBugReports} from './bug-reports.js';
import {createFollowed, type Followed, type FollowedMarket} from './followed.js';
import {createMarketPicker, type MarketPicker} from './market-picker.js';
import {createResyncs} from './resyncs.js';
import {saveScreen} from './save-screen.js';
import {showApp, type Place} from './show-app.js';

export type LiveAppOptions = {
	readonly place: Place;
	/** What is followed at first. */
	readonly first: Followed;
	/** The view that it begins with. @default depth */
	readonly view?: ViewId;
	/** The demo's exchanges with this market. */
	readonly openDemo: (market: WantedMarket) => Promise<Running>;
	/** What can be made to go wrong in the demo. */
	readonly faults: readonly MenuItem[];
	/** The program's. */
	readonly version: string;
	readonly isRecording: boolean;
	/** What follows the books with the rules there are; null where there are none. */
	readonly openAlerts: (complain: (text: string) => void) => Promise<FollowAlerts | null>;
	/** A file for what happens to the books; undefined for none. */
	readonly log: string | undefined;
	/** Time after which it ends by itself. */
	readonly forMs: number | undefined;
};

/** Resolves where no exchange can serve the market, with why, in a sentence; else never: it is left by a key or a signal. */
const untilUnlisted = async (followed: FollowedMarket): Promise<string> => {
	const {running, market} = followed.now();
	const resolutions = await running.session.resolved;
	const isStill = followed.now().running.session === running.session;
	// Of several markets the others can be looked at.
	const problem = isStill && !running.listed ? explainUnlisted(market, resolutions) : null;
	return problem ?? new Promise<never>(() => undefined);
};

type Behind = {
	readonly followed: FollowedMarket;
	readonly recorder: AppRecorder;
	readonly picker: MarketPicker;
	readonly save: () => void;
	readonly report: () => void;
	readonly resync: (key: BookKey) => void;
};

/** What the app asks for, done by what is behind it. */
const portsOf = ({followed, recorder, picker, save, report, resync}: Behind): CommandPorts => ({
	onFault: name => injectFault(followed.now().running, name),
	onMarkets: () => picker.open(followed.now().running.lists),
	onMarket: followed.toMarket,
	onResync: resync,
	onDemo: followed.toDemo,
	onCommand: intent => ({record: recorder.toggle, marker: recorder.marker, save, report})[intent](),
});

/** `left`: how the screen was left, or why it could not go on; `isWhole`: no recording ended by itself. */
const toExitCode = (
	left: number | string,
	isWhole: boolean,
	console: Pick<Console, 'complain'>,
): number => {
	if (typeof left === 'number') return left || (isWhole ? left : exitCodes.failed);
	console.complain(left);
	return exitCodes.failed;
};

/** Shows live books, or the demo's, until the screen is left. Returns the exit code; the terminal is as before. */
export const runLiveApp = async (options: LiveAppOptions): Promise<number> => {
	const {place, first, openDemo, faults, version, isRecording, forMs} = options;
	const {console, clock, config} = place;
	const screen = createStdoutTap(place.stdout);
	const app = () => shown.app;
	/** Said on the screen while there is one. */
	const complain = (text: string) => app().notify(text);
	const recorder = createAppRecorder({
		...{clock, config, version, screen, app},
		terminal: place.env['TERM'],
		followed: () => followed.now(),
	});
	const followed = createFollowed(first, {
		openDemo,
		endRecording: recorder.stop,
		recordOther(name, change) {
			const {listed, past} = followed.now().running;
			// All are recorded, whichever is shown.
			if (listed) return recorder.showOther(change);
			past.follow(name);
			recorder.changeMarket(name, change);
		},
		show({running, market, mode}) {
			const {session, boardOf} = running;
			log.follow(storeOf(running));
			alerts.follow(storeOf(running), running.source);
			app().setSource(session.store, mode, formatWanted(market), boardOf(session));
		},
		complain,
	});
	const save = () => {
		const market = formatWanted(followed.now().market);
		void saveScreen({app: app(), clock, market, folder: config.recordingFolder});
	};
	const resync = createResyncs(
		() => sessionsOf(followed.now().running),
		text => app().explain(text),
	);
	const picker = createMarketPicker(markets => app().setMarkets(markets));
	const {store} = first.running.session;
	const follow = await options.openAlerts(complain);
	const alerts = createAppAlerts({
		...{follow, clock, notify: complain, log: (text, at) => log.line(text, at)},
		sign: text => shown.sign(text),
	});
	const shown = showApp(place, {
		...portsOf({
			...{followed, recorder, picker, save, resync},
			report: () => void reports.write(),
		}),
		store,
		board: first.running.boardOf(first.running.session),
		...(options.view && {view: options.view}),
		clock,
		stdout: screen.stdout,
		market: formatWanted(first.market),
		mode: first.mode,
		faults,
		getRecording: recorder.state,
		getAlerts: alerts.recent,
	});
	// One that cannot be written is complained of at once.
	const log = openBookLog(options.log, complain, clock.wall);
	log.follow(storeOf(first.running));
	alerts.follow(storeOf(first.running), first.running.source);
	const reports = createBugReports({
		...{clock, config, version, screen, app: app()},
		process: place.process,
		followed: () => followed.now(),
	});
	if (isRecording) recorder.toggle();
	let left: number | string;
	let isWhole: boolean;
	try {
		left = await shown.untilLeft(forMs, untilUnlisted(followed));
	} finally {
		reports.stop();
		alerts.stop();
		shown.close();
		isWhole = await recorder.close(console);
		await followed.settled();
		log.stop();
		await followed.end();
	}
	return toExitCode(left, isWhole, console);
};
