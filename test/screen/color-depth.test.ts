import assert from 'node:assert/strict';
import {WriteStream} from 'node:tty';
import {test} from 'node:test';
import {colorDepthOf} from '../../source/screen/color-depth.js';

/** A terminal's stream of Node, as far as it tells of colours. */
const stdout = {
	getColorDepth: (environment?: object) =>
		WriteStream.prototype.getColorDepth.call({} as WriteStream, environment ?? {}),
};

const truecolor = {COLORTERM: 'truecolor'};

for (const [environment, depth] of [
	...[
		...['alacritty', 'alacritty-direct', 'foot', 'foot-extra', 'wezterm', 'rio', 'contour'],
		...['contour-latest', 'kitty', 'xterm-kitty', 'ghostty', 'xterm-ghostty'],
		...['xterm-direct', 'konsole-direct', 'xterm-direct256', 'iterm2-direct'],
	].map(TERM => [{TERM}, 24] as const),
	...[
		...['xterm-256color', 'tmux-256color', 'screen-256color', 'screen.xterm-256color'],
		...['rxvt-unicode-256color', 'st-256color', 'konsole-256color', 'vte-256color'],
		...['putty-256color', 'something-256color'],
	].map(TERM => [{TERM}, 8] as const),
	...['xterm', 'screen', 'tmux', 'linux', 'rxvt', 'xterm-16color', 'of-tomorrow'].map(
		TERM => [{TERM}, 4] as const,
	),
	...['dumb', '', 'vt52', 'xterm-mono', 'wsvt25m-m'].map(TERM => [{TERM}, 1] as const),
	...['xterm-256color', 'tmux-256color', 'screen', 'screen-256color', 'of-tomorrow'].map(
		TERM => [{TERM, ...truecolor}, 24] as const,
	),
	[{TERM: 'xterm', COLORTERM: '24bit'}, 24],
	[{TERM: 'rxvt', COLORTERM: 'rxvt-xpm'}, 4],
	[{TERM: 'dumb', ...truecolor}, 1],
	// Through tmux, which may be one of old whose TERM says little, and through screen.
	[{TERM: 'tmux-256color', TMUX: '/tmp/tmux', ...truecolor}, 24],
	[{TERM: 'screen', TMUX: '/tmp/tmux', ...truecolor}, 24],
	[{TERM: 'screen', TMUX: '/tmp/tmux'}, 8],
	[{TERM: 'screen-256color', STY: '1.pts', ...truecolor}, 8],
	[{TERM: 'screen', STY: '1.pts'}, 4],
	// What a program calls itself does not hold inside of tmux.
	[{TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm'}, 24],
	[{TERM: 'xterm-256color', TERM_PROGRAM: 'vscode'}, 24],
	[{TERM: 'xterm-256color', TERM_PROGRAM: 'Apple_Terminal'}, 8],
	[{TERM: 'xterm-256color', WT_SESSION: 'a-b'}, 24],
	[{TERM: 'tmux-256color', TMUX: '/tmp/tmux', TERM_PROGRAM: 'WezTerm'}, 8],
	[{TERM: 'tmux-256color', WT_SESSION: 'a-b'}, 8],
	// In the terminal of a person, too.
	[{TERM: 'xterm-256color', CI: '1'}, 8],
	[{TERM: 'foot', CI: 'true', GITHUB_ACTIONS: '1'}, 24],
	[{TERM: 'xterm-256color', CI: 'true', ...truecolor}, 24],
	[{TERM: 'xterm', TEAMCITY_VERSION: '8'}, 4],
	[{TERM: 'xterm-256color', NO_COLOR: ''}, 8],
	[{TERM: 'xterm-256color', FORCE_COLOR: '3'}, 24],
	[{TERM: 'foot', FORCE_COLOR: '1'}, 4],
	[{TERM: 'foot', FORCE_COLOR: '0'}, 1],
	[{TERM: 'foot', NODE_DISABLE_COLORS: '1'}, 1],
] as const)
	test(`${depth} bits of colour where ${JSON.stringify(environment)}`, () => {
		assert.equal(colorDepthOf(stdout, true, environment), depth);
		assert.equal(colorDepthOf(stdout, false, environment), 1);
	});

test('a stream that tells of no variables is believed', () => {
	for (const bits of [1, 4, 8, 24] as const)
		assert.equal(colorDepthOf({getColorDepth: () => bits}, true), bits);
	assert.equal(colorDepthOf({}, true), 24);
});
