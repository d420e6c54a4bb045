import {
	fromUnits,
	parseDecimal,
	subtractDecimals,
	zero,
	type Decimal,
} from '../book/fixed-point.js';
import type {SideName} from '../book/side-view.js';
import type {Exchange} from '../exchanges/exchange.js';
import {idNamed, suggest, toMilliseconds, UsageError} from '../options/options.js';
import type {AlertRule, Amount, Condition, Order, Place} from './alert-rule.js';

/** Characters of a rule. */
const maxLength = 200;

type Token = {readonly text: string; /** Where it begins. */ readonly at: number};

/** The fault of a rule, with a mark under the place. */
const refuse = (rule: string, at: number, problem: string): UsageError =>
	new UsageError(`${problem}\n  ${rule}\n  ${' '.repeat(at)}^`);

/** Reads a rule's words one after the other. */
const createReader = (rule: string) => {
	const tokens: readonly Token[] = [...rule.matchAll(/[<>]=?|[^\s<>]+/g)].map(
		({0: text, index: at}) => ({text, at}),
	);
	let next = 0;
	const end = {text: '', at: rule.length};
	const fail = ({at}: Token, problem: string): never => {
		throw refuse(rule, at, problem);
	};
	const peek = (): Token => tokens[next] ?? end;
	return {
		fail,
		peek,
		isAtEnd: () => next >= tokens.length,
		take(): Token {
			const token = peek();
			next++;
			return token;
		},
		/** Takes the word if it is the next one. */
		takes(word: string): boolean {
			const isIt = peek().text.toLowerCase() === word;
			if (isIt) next++;
			return isIt;
		},
	};
};

type Reader = ReturnType<typeof createReader>;

const orders: readonly string[] = ['<', '>', '<=', '>='] satisfies readonly Order[];
const isOrder = (text: string): text is Order => orders.includes(text);

const takeOrder = (reader: Reader): Order => {
	const token = reader.take();
	return isOrder(token.text) ? token.text : reader.fail(token, 'here belongs one of < > <= >=');
};

/** A decimal, which may be negative; null where it is none. */
const toDecimal = (text: string): Decimal | null => {
	try {
		return text.startsWith('-')
			? subtractDecimals(zero, parseDecimal(text.slice(1)))
			: parseDecimal(text);
	} catch {
		return null;
	}
};

const takeDecimal = (reader: Reader, what: string): Decimal => {
	const token = reader.take();
	const value = toDecimal(token.text);
	if (!value || value.units < 0) return reader.fail(token, `here belongs ${what}`);
	return value;
};

/** Of nothing there is no edge: it would never go off. */
const takeSize = (reader: Reader): Decimal => {
	const token = reader.peek();
	const what = 'the size that is traded: edge > 0.2% 500';
	const size = takeDecimal(reader, what);
	return size.units === 0 ? reader.fail(token, `here belongs ${what}`) : size;
};

/** Decimals by which a unit is less than the whole. */
const unitDecimals: Readonly<Record<string, number>> = {'%': 2, bps: 4, bp: 4};

const takeAmount = (reader: Reader, isSigned: boolean): Amount => {
	const token = reader.take();
	const [, digits = '', unit = ''] = /^(-?[\d.]+)(%|bps?)?$/i.exec(token.text) ?? [];
	const value = toDecimal(digits);
	if (!value || (value.units < 0 && !isSigned))
		return reader.fail(token, 'here belongs an amount: 0.2%, 20bps, or 1.5 in the quote currency');
	const by = unitDecimals[unit.toLowerCase()];
	return by === undefined
		? {type: 'money', value}
		: {type: 'share', value: fromUnits(value.units, value.decimals + by)};
};

const takeDistance = (reader: Reader): Decimal => {
	const token = reader.peek();
	const amount = takeAmount(reader, false);
	if (amount.type === 'share') return amount.value;
	return reader.fail(token, 'here belongs a distance from mid: 20bps or 0.2%');
};

const takePlace = (reader: Reader): Place => {
	if (reader.takes('within')) return {type: 'within', share: takeDistance(reader)};
	if (reader.takes('at')) return {type: 'at', price: takeDecimal(reader, 'a price')};
	return reader.fail(reader.peek(), 'here belongs "within 20bps" or "at 0.16"');
};

const takeSide = (reader: Reader): SideName | null => {
	if (reader.takes('bids') || reader.takes('bid')) return 'bids';
	return reader.takes('asks') || reader.takes('ask') ? 'asks' : null;
};

const takeDown = (reader: Reader): Condition => {
	const order = reader.take();
	if (order.text !== '>') return reader.fail(order, 'here belongs >');
	const token = reader.take();
	const forMs = toMilliseconds(token.text);
	if (!(forMs >= 0 && forMs < 2 ** 31))
		return reader.fail(token, 'here belongs a duration: 30s, 5m or 1h');
	return {type: 'down', forMs};
};

/** What each kind of rule begins with, and how it goes on. */
const kinds: Readonly<Record<string, (reader: Reader) => Condition>> = {
	price: reader => ({
		type: 'price',
		order: takeOrder(reader),
		than: takeDecimal(reader, 'a price'),
	}),
	spread: reader => ({
		type: 'spread',
		order: takeOrder(reader),
		than: takeAmount(reader, false),
	}),
	edge: reader => ({
		type: 'edge',
		order: takeOrder(reader),
		than: takeAmount(reader, true),
		size: takeSize(reader),
	}),
	size: reader => ({
		type: 'size',
		order: takeOrder(reader),
		than: takeDecimal(reader, 'a size'),
		place: takePlace(reader),
		side: takeSide(reader),
	}),
	down: takeDown,
	gap: () => ({type: 'gap'}),
	lost: () => ({type: 'lost'}),
};

const takeExchanges = (
	reader: Reader,
	condition: Condition,
	registry: readonly Exchange[],
): readonly string[] => {
	const named: string[] = [];
	while (!reader.isAtEnd()) {
		const token = reader.take();
		const id = idNamed(registry, token.text);
		const ids = registry.map(({id}) => id);
		if (id === null)
			return reader.fail(
				token,
				`nothing belongs here but an exchange${suggest(token.text, ids)}: ${ids.join(', ')}`,
			);
		if (condition.type === 'edge' && named.length === 2)
			return reader.fail(token, 'an edge is between two exchanges: where to buy, where to sell');
		if (named.includes(id)) return reader.fail(token, 'this exchange is named already');
		named.push(id);
	}
	return named;
};

/**
 * Reads a rule such as `edge > 0.2% 500`, `price < 0.16 binance` or `size > 100000 within 20bps bids`; behind it may
 * stand the exchanges that are meant. Throws a `UsageError` that marks the place of its fault.
 */
export const parseAlertRule =
	(registry: readonly Exchange[]) =>
	(written: string): AlertRule => {
		const rule = written.trim().replaceAll(/\s+/g, ' ');
		if (rule.length > maxLength) throw new UsageError(`a rule has at most ${maxLength} characters`);
		const reader = createReader(rule);
		const kind = reader.take();
		const words = Object.keys(kinds);
		const read = Object.hasOwn(kinds, kind.text.toLowerCase())
			? kinds[kind.text.toLowerCase()]
			: undefined;
		if (!read)
			return reader.fail(
				kind,
				`a rule begins with one of ${words.join(', ')}${suggest(kind.text, words)}`,
			);
		const condition = read(reader);
		return {text: rule, condition, exchanges: takeExchanges(reader, condition, registry)};
	};

/** Refuses rules of exchanges that are not followed: they would never come true. `ids`: those that are. */
export const checkAlerts = (rules: readonly AlertRule[], ids: readonly string[]): void => {
	for (const {text, exchanges} of rules) {
		const missing = exchanges.find(id => !ids.includes(id));
		if (missing !== undefined)
			throw new UsageError(
				`--alert "${text}" is of ${missing}, but followed are ${ids.join(', ')}: add it with --exchange`,
			);
	}
};

/** What is wrong with a word that was meant for a rule, its place marked in two more lines; null where nothing is. */
export const whyNoRule =
	(registry: readonly Exchange[]) =>
	(written: string): string | null => {
		try {
			parseAlertRule(registry)(written);
			return null;
		} catch (error) {
			if (!(error instanceof UsageError)) throw error;
			return error.message;
		}
	};
