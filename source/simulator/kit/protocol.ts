import type {TakeSnapshot} from '../market-snapshots.js';
import type {Allowance} from './allowance.js';
import type {CatalogueOptions} from './catalogue.js';
import type {LevelForm} from './level-forms.js';
import type {Line, LineOptions} from './line.js';
import type {Questions} from './rest.js';

/** What a simulated exchange is made from. */
export type ProtocolOptions = CatalogueOptions & {
	/** For books asked for by REST. */
	readonly takeSnapshot: TakeSnapshot;
};

/** What only the exchange itself can do for a fault; left out where it has nothing of the kind. */
export type Tricks = {
	/** How it writes levels. @default pairs of texts under `b` and `a` */
	readonly levels?: LevelForm;
	/** The ids of all books begin anew with their next update. */
	restartIds?(): void;
	/** Says that the connection will end. */
	readonly notice?: string;
	/** An error as it comes under HTTP 200. */
	errorIn200?(): string;
	/** An error as it comes under a status of its own. */
	errorBody?(message: string): string;
};

/** One exchange's protocol: what it answers and what it pushes. */
export type Protocol = Pick<LineOptions, 'encode' | 'stamp'> & {
	/** Of its websockets. */
	readonly path: string;
	/** Takes a connection; what it returns takes the client's messages. */
	open(line: Line): (text: string) => void;
	readonly questions: Questions;
	/** How many handshakes and REST requests are answered; the others get 429. */
	readonly limits: {readonly connects: Allowance; readonly requests: Allowance};
	readonly tricks: Tricks & Required<Pick<Tricks, 'errorBody'>>;
};

export type CreateProtocol = (options: ProtocolOptions) => Protocol;
