import {openLine, type Line, type LineOptions} from '../../simulator/kit/line.js';
import type {FaultSite} from '../../simulator/fault-site.js';
import type {Voice} from '../voice.js';

type Options = Pick<LineOptions, 'encode'> & {
	readonly path: string;
	readonly site: FaultSite;
	/** Puts numbers into messages, where the exchange does: one for each connection. */
	readonly createStamp?: () => NonNullable<LineOptions['stamp']>;
	readonly open: (line: Line) => (text: string) => void;
};

/** Takes the connections of an exchange that speaks by lines. */
export const acceptLines =
	({path, site, encode, createStamp, open}: Options): Voice['accept'] =>
	url => {
		if (url.pathname !== path && url.pathname !== path.replace(/\/$/, '')) return null;
		return (socket, wire) => {
			const stamp = createStamp?.();
			openLine({socket, wire, site, ...(encode && {encode}), ...(stamp && {stamp})}, open);
		};
	};
