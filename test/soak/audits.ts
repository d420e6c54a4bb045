import {addDecimals, type Decimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import type {Level} from '../../source/book/side-view.js';
import type {ExchangeId} from '../../source/simulator/market-list.js';
import {between, createRandom, type Random} from '../../source/random.js';
import type {BookView} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {findDifference} from './truth.js';
import {createWorld, type World} from './world.js';

const soonMs = 60_000;
const calmMs = 12_000;

const theBook = ({books}: World): BookView => {
	const [book] = books();
	if (!book) throw new Error('a world without a book');
	return book;
};

const start = async (exchange: ExchangeId, market: string) => {
	const world = await createWorld({seed: 1, market, exchanges: [exchange]});
	if (!(await world.untilLive(soonMs))) throw new Error(`${exchange} ${market} does not start`);
	return world;
};

/** Asks for audits of a book that nobody touched, until so many were made. Returns what they found. */
export const auditClean = async (exchange: ExchangeId, market: string, count: number) => {
	const world = await start(exchange, market);
	const random = createRandom(`${exchange} ${market} audits`);
	const misses: string[] = [];
	let stuck = 0;
	for (let made = 0; made < count && stuck < 60;) {
		world.session.resync(theBook(world).key);
		await world.clock.run(between(random, 1000, 3000));
		const {audits} = theBook(world).health;
		stuck = audits === made ? stuck + 1 : 0;
		made = audits;
	}
	const {audits, failedAudits} = theBook(world).health;
	if (failedAudits > 0) misses.push(`${exchange} ${market}: ${failedAudits} false alarms`);
	if (audits < count) misses.push(`${exchange} ${market}: only ${audits} audits of ${count}`);
	misses.push(...world.wrong);
	await world.stop();
	return {runs: audits, misses};
};

/** A price between this one and the next. */
const beside = ({units, decimals}: Decimal): Decimal =>
	addDecimals({units, decimals}, {units: 1, decimals: decimals + 1});

/** One level of a book, made wrong: another size, gone, or one that the exchange does not have. */
const spoil = (book: BookView, random: Random): {side: 'bids' | 'asks'; level: Level} => {
	const side = random() < 0.5 ? 'bids' : 'asks';
	const levels = book[side];
	// Beyond the last level Huobi's book is cut with the next update.
	const rank = between(random, 0, levels.length - 2);
	const [price, size] = [levels.price(rank), levels.size(rank)];
	const kind = random();
	if (kind < 0.4) return {side, level: {price, size: addDecimals(size, {units: 1, decimals: 0})}};
	if (kind < 0.7) return {side, level: {price, size: {units: 0, decimals: 0}}};
	// The lowest price of asks moves up, the highest of bids not into the asks.
	return {side, level: {price: beside(price), size}};
};

/** Whether the book was wrong when the next audit judges it, and whether that says so. */
const nextAudit = (world: World) => {
	const {store} = world.session;
	const {audit} = store;
	let judged: {readonly wasWrong: boolean; readonly isFound: boolean} | null = null;
	store.audit = (key, changes) => {
		store.publish();
		const wasWrong = findDifference(world.simulator, theBook(world)) !== null;
		const differences = audit(key, changes);
		judged = {wasWrong, isFound: differences > 0};
		store.audit = audit;
		return differences;
	};
	return () => judged;
};

/**
 * Makes one level of the book wrong behind the feed's back and asks for an audit. Whether that was
 * right; null where an update had put the level right before.
 */
const injectOne = async (world: World, random: Random): Promise<boolean | null> => {
	const {store, resync} = world.session;
	store.publish();
	const book = theBook(world);
	const {key, sequence} = book;
	if (sequence === null) throw new Error('no book to spoil');
	const {side, level} = spoil(book, random);
	const change = {bids: noLevels, asks: noLevels, [side]: columns(level)};
	const judged = nextAudit(world);
	store.apply(key, {type: 'update', sequence, exchangeTime: null, ...change}, world.clock.now());
	resync(key);
	for (let steps = 0; steps < 600; steps++) {
		await world.clock.run(100);
		const result = judged();
		if (!result) continue;
		const {wasWrong, isFound} = result;
		return wasWrong || isFound ? wasWrong === isFound : null;
	}
	return false;
};

/** Spoils a book so many times, each to be found by an audit and mended. */
export const auditSpoiled = async (exchange: ExchangeId, market: string, count: number) => {
	const world = await start(exchange, market);
	const random = createRandom(`${exchange} ${market} spoil`);
	const misses: string[] = [];
	let runs = 0;
	for (let tries = 0; runs < count && tries < 20 * count; tries++) {
		// Long enough in sync for the next snapshot to be asked for at once.
		await world.clock.run(calmMs);
		const wasFound = await injectOne(world, random);
		if (wasFound !== null) runs++;
		const at = `${exchange} ${market} at ${world.seconds().toFixed(1)} s`;
		if (wasFound === false) misses.push(`${at}: a difference was not found`);
		if (!(await world.untilLive(soonMs))) misses.push(`${at}: not live again`);
		world.session.store.publish();
		const left = findDifference(world.simulator, theBook(world));
		if (left !== null && wasFound !== null) misses.push(`${at}: ${left}`);
	}
	if (runs < count) misses.push(`${exchange} ${market}: only ${runs} differences of ${count}`);
	await world.stop();
	return {runs, misses};
};
