import {Text} from 'ink';
import {footerLine, type FooterProps} from './footer-line.js';

/** The last line of the screen: the keys that matter, from the key table, and what they have set. */
export const Footer = (props: FooterProps) => <Text wrap="truncate">{footerLine(props)}</Text>;
