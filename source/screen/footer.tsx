import {footerLine, type FooterProps} from './footer-line.js';
import {fitCells} from './cells.js';
import {LiveRegion} from './live-region.js';
import type {Screen} from './screen.js';

type Props = FooterProps & {readonly screen: Screen};

/** The last line of the screen: the keys that matter, from the key table, and what they have set. */
export const Footer = ({screen, ...props}: Props) => {
	const {width} = props;
	const lines = [fitCells(footerLine(props), width)];
	const paint = () => ({lines, repaintAt: null});
	return <LiveRegion screen={screen} id="footer" paint={paint} width={width} height={1} />;
};
