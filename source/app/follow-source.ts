import type {Clock} from '../clock.js';
import type {MarketsRanking} from '../markets/ranking.js';
import type {AppModel} from '../model/app-model.js';
import type {AppEvent} from '../model/update.js';
import type {ReplayControl} from '../screen/timeline.js';

export type SourceFollower = {
	/** Follows the source that the model shows now, instead of the one before. */
	follow(): void;
	/** Goes on with the edges, and what comes and goes, from the moment that the replay has jumped to. */
	jumpEdges(): void;
	stop(): void;
};

type Options = {
	readonly model: AppModel;
	readonly clock: Pick<Clock, 'now' | 'every'>;
	/** Null where the data is not a replay's. */
	readonly replay: ReplayControl | null;
	/** Paints what is laid out already. */
	readonly paint: () => void;
};

/** The list of markets is asked for as long as it is on the screen, and painted as it changes. */
const createListWatch = ({model, clock, paint}: Pick<Options, 'model' | 'clock' | 'paint'>) => {
	let watched: MarketsRanking | null = null;
	let unwatch = () => {};
	const look = () => {
		const {shown, ui} = model.getState();
		const wanted = ui.view === 'markets' ? shown.markets : null;
		if (wanted === watched) return;
		unwatch();
		watched = wanted;
		wanted?.sample(clock.now());
		const news = () => {
			wanted?.sample(clock.now());
			paint();
		};
		unwatch = wanted?.board.watch(news) ?? (() => {});
	};
	const unsubscribe = model.subscribe(look);
	return {
		look,
		isOn: () => watched !== null,
		stop() {
			unsubscribe();
			unwatch();
		},
	};
};

/** Where nobody has looked for so many milliseconds, it is not known what the books were. */
const awayMs = 3000;

/** Looks at the books all the time; where it could not, as the process stood still, their past has a hole. */
const createWatch = ({model, clock}: Pick<Options, 'model' | 'clock'>) => {
	let seenAt = clock.now();
	const look = () => {
		const now = clock.now();
		const {edges, vitals} = model.getState().shown;
		if (now - seenAt > awayMs) for (const noted of [edges, vitals]) noted.doubt(seenAt + 1000);
		seenAt = now;
	};
	const stop = clock.every(1000, () => {
		look();
		model.getState().shown.heat.look(clock.now());
	});
	return {look, stop};
};

/** Tells the model of each view, and notes the edges of every one before it is painted, whatever the screen shows of it. */
export const createSourceFollower = ({model, clock, replay, paint}: Options): SourceFollower => {
	let unfollow = () => {};
	const list = createListWatch({model, clock, paint});
	// Of a replay all is known; nothing of it hangs on who looks.
	const watch = replay ? null : createWatch({model, clock});

	const sample = () => {
		const {source, edges, heat, flow, vitals} = model.getState().shown;
		const view = source.getView();
		const now = clock.now();
		watch?.look();
		edges.sample(view);
		heat.sample(view, now);
		flow.sample(view, now);
		vitals.sample(view, now);
	};

	/** What is laid out anew is painted with it; the rest is painted now. */
	const tell = (event: AppEvent) => {
		const before = model.getState();
		model.dispatch(event);
		if (event.type === 'view') sample();
		// What the list is made of is painted with it.
		const isOfList = list.isOn() && event.type === 'view';
		if (model.getState() === before && !isOfList) paint();
	};
	const unsubscribeReplay = replay?.subscribe(() => {
		tell({type: 'replay'});
	});

	return {
		follow() {
			unfollow();
			const {source} = model.getState().shown;
			sample();
			unfollow = source.subscribe(() => {
				tell({type: 'view'});
			});
			model.dispatch({type: 'view'});
			list.look();
		},
		jumpEdges() {
			const {source, edges, flow, vitals} = model.getState().shown;
			const passed = source.passed?.();
			if (passed) edges.jump(passed, clock.now(), source.getView());
			flow.forget();
			vitals.forget();
			flow.sample(source.getView(), clock.now());
		},
		stop() {
			unfollow();
			list.stop();
			watch?.stop();
			unsubscribeReplay?.();
		},
	};
};
