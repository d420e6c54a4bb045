import type {AppState} from '../model/app-state.js';
import {openMenu} from '../model/menus.js';
import type {Scene} from '../model/scene.js';
import {helpLines} from '../screen/help.js';
import {menuLines} from '../screen/menu.js';
import {Notice} from '../screen/notice.js';
import {Overlay} from '../screen/overlay.js';
import {paneScopes} from '../screen/scopes.js';
import type {Screen} from '../screen/screen.js';

type Props = {readonly screen: Screen; readonly state: AppState; readonly scene: Scene};

/** The help or the menu that is open; null for none. */
const overlayLines = ({menus, ui, setup, theming}: AppState, {offers, openSize: size}: Scene) => {
	const {theme} = theming;
	if (menus.open === 'help')
		return helpLines(theme, size, paneScopes(ui.view, offers), setup.bindings);
	const opened = openMenu(menus);
	return opened && menuLines(theme, size, opened.list, opened.menu);
};

/** What lies over the panes: the help or a menu, and a notice that needs more than the footer. */
export const Overlays = ({screen, state, scene}: Props) => {
	const {size, theming} = state;
	const {paneRows, openSize, said} = scene;
	const lines = overlayLines(state, scene);
	return (
		<>
			{lines && <Overlay screen={screen} size={openSize} paneRows={paneRows} lines={lines} />}
			{said.above.length > 0 && (
				<Notice
					screen={screen}
					theme={theming.theme}
					columns={size.columns}
					top={1 + paneRows}
					lines={said.above}
				/>
			)}
		</>
	);
};
