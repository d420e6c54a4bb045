import type {AppState} from '../model/app-state.js';
import {openMenu, overlayOf} from '../model/menus.js';
import type {Scene} from '../model/scene.js';
import {helpLines} from '../screen/help.js';
import {menuLines} from '../screen/menu.js';
import {noticeLines} from '../screen/notice-lines.js';
import {Notice} from '../screen/notice.js';
import {Overlay} from '../screen/overlay.js';
import {paneScopes} from '../screen/scopes.js';
import type {Screen} from '../screen/screen.js';

type Props = {readonly screen: Screen; readonly state: AppState; readonly scene: Scene};

/** The help or the menu that is open; null for none. */
const overlayLines = ({size, menus, ui, setup, theming}: AppState, {offers}: Scene) => {
	const {theme} = theming;
	if (menus.open === 'help')
		return helpLines(theme, size, paneScopes(ui.view, offers), setup.bindings);
	const opened = openMenu(menus);
	return opened && menuLines(theme, size, opened.list, opened.menu);
};

/** What lies over the panes: the help or a menu, and a notice that needs more than the footer. */
export const Overlays = ({screen, state, scene}: Props) => {
	const {size, notice, menus, theming} = state;
	const lines = overlayLines(state, scene);
	const all = noticeLines(notice, size.columns);
	// The footer tells the last line, but under a menu.
	const long = overlayOf(menus) === 'menu' ? all : all.slice(0, -1);
	return (
		<>
			{lines && <Overlay screen={screen} size={size} paneRows={scene.paneRows} lines={lines} />}
			{long.length > 0 && <Notice screen={screen} theme={theming.theme} size={size} lines={long} />}
		</>
	);
};
