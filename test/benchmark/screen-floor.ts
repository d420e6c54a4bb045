import type {SideView} from '../../source/book/side-view.js';
import type {Decimal} from '../../source/book/fixed-point.js';
import type {BookStore} from '../../source/store/book-store.js';
import type {BookView} from '../../source/store/market-view.js';

const csi = '\u001B[';
const text = ({units, decimals}: Decimal, places: number) =>
	(Number(units) / 10 ** decimals).toFixed(places);

/** The least a program could do for the same tables: numbers to text, text to lines, changed lines out. No Ink, no React. */
export const createFloor = (store: BookStore) => {
	const {columns, rows} = process.stdout;
	let shown: readonly string[] = [];
	const write = (lines: readonly string[]) => {
		const changed = lines.map((line, row) =>
			line === shown[row] ? '' : `${csi}${row + 1}H${line}`,
		);
		shown = lines;
		process.stdout.write(changed.join(''));
	};
	const half = Math.floor(columns / 2);
	const perSide = Math.floor((rows - 8) / 2);
	process.stdout.write(`${csi}?1049h${csi}?25l${csi}?7l${csi}2J`);

	const sideLines = (side: SideView, colors: readonly [string, string]) => {
		const lines: string[] = [];
		let total = 0;
		for (let rank = 0; rank < Math.min(perSide, side.length); rank++) {
			const size = side.size(rank);
			const value = Number(size.units) / 10 ** size.decimals;
			total += value;
			const numbers = `${text(side.price(rank), 2).padStart(11)}${csi}39m${text(size, 5).padStart(12)}${csi}90m${total.toFixed(5).padStart(13)}`;
			const room = half - 38;
			const cells = Math.round((value / 3) * room);
			lines.push(
				`${colors[0]}${numbers} ${colors[1]}${'█'.repeat(cells)}${' '.repeat(room - cells + 1)}${csi}0m`,
			);
		}
		return lines;
	};
	const table = ({asks, bids}: BookView) => [
		...sideLines(asks, [`${csi}38;2;228;98;111m`, `${csi}38;2;122;54;64m`]).reverse(),
		' '.repeat(half),
		...sideLines(bids, [`${csi}38;2;63;185;138m`, `${csi}38;2;34;102;79m`]),
	];

	return () => {
		const [left, right] = store.getView().books;
		if (!left || !right) return;
		const leftLines = table(left);
		const rightLines = table(right);
		write(leftLines.map((line, row) => line + (rightLines[row] ?? '')));
	};
};
