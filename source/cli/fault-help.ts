import {usageKinds} from './usage-kinds.js';
import {faultCodes, faultWords, type FaultCode} from '../faults.js';

const byItself = 'Nothing: the program asks for a new snapshot and proves the book anew.';
const reconnects = 'Nothing: the program connects again by itself, and says when.';
const often = 'Where it comes often, look at `steem-tui doctor`';

/** What to do about each kind of fault. */
const advice: Readonly<Record<FaultCode, string>> = {
	'bad-message': `${byItself} Where it stays so, the exchange has changed its protocol: report it with a recording (\`r\`).`,
	'refused-request': `${reconnects} Where it stays so, try another market, or leave the exchange out (\`--exchange\`).`,
	'no-channel':
		'Nothing where the program goes on with another channel; else leave the exchange out (`--exchange`).',
	gap: `${byItself} ${often}: the network may lose data.`,
	crossed: byItself,
	checksum: byItself,
	different: `${byItself} Where it comes again, report it with a recording (\`r\`).`,
	'out-of-range': byItself,
	'old-snapshot': byItself,
	'changes-alone': 'Replay a recording that has a snapshot: without one no book can be proven.',
	asked: 'Nothing: you asked for it.',
	closed: `${reconnects} ${often}.`,
	silent: `${reconnects} ${often}: something on the way may drop connections.`,
	stopped: reconnects,
	slept: 'Nothing: it takes some seconds.',
	behind:
		'Nothing where it is short. Where it stays, follow fewer markets with one program, or leave more of the machine to it.',
	late: `Nothing where it is short; else the program connects again. ${often}: the line may have more to carry than it can.`,
	'no-audit': 'Nothing: it is tried again. The book goes on by the rule that tells a loss.',
	'no-data': 'Wait: the market may be quiet. `steem-tui markets` says whether it is traded.',
	quiet:
		'Nothing: nobody trades. Nothing tells how old that snapshot was, so the book is compared with another one ten seconds later.',
	unreachable: 'Look at `steem-tui doctor`: it checks names, network, proxy and TLS one by one.',
	'in-between': 'Log in to the network if it wants that, or use a proxy (`--proxy`).',
	'http-error': `It is tried again. ${often}.`,
	'rate-limited':
		'Wait: the program asks again when it may. Other programs at your address count, too; `restShare` in the config file makes it ask for less.',
	'not-allowed':
		'Connect through a proxy elsewhere (`--proxy`), or leave the exchange out (`--exchange`).',
	'not-listed':
		'Look for the market with `steem-tui markets NAME`; one exchange may be given another: `--exchange ID:MARKET`.',
	halted: 'Wait until the exchange lets it be traded again: the program looks by itself.',
	'bus-lost': `${reconnects} Where it stays so, check the address of the NATS server, and whether it runs.`,
	'no-word':
		'Wait: another relay takes over where there is one. Else look at the relay and its log; where its word is late, whether its machine keeps up.',
	'no-relay': 'Start a relay that has the market: `steem-tui relay MARKET --nats URL`.',
	'relay-differs': 'Nothing: the book is taken over anew.',
};

type CodeHelp = {readonly code: string; readonly meaning: string; readonly advice: string};

/** What is known of each kind of fault. */
export const faultHelp: readonly CodeHelp[] = faultCodes.map(code => ({
	code,
	meaning: faultWords(code),
	advice: advice[code],
}));

/** What is known of each code that stands behind a message: of faults, and of wrong usage. */
export const codeHelp: readonly CodeHelp[] = [
	...faultHelp,
	...Object.entries(usageKinds).map(([code, help]) => ({code, ...help})),
];
