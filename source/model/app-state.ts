import type {Binding} from '../screen/keys.js';
import type {Size} from '../screen/screen.js';
import type {UiState} from '../screen/ui-state.js';
import type {WithFrozen} from './freeze.js';
import type {WithMouse} from './mouse.js';
import type {WithNotice} from './notices.js';
import type {WithShown} from './shown.js';
import type {Menus} from './menus.js';
import type {WithTheming} from './theming.js';

/** What stays as it is while the app runs. */
export type Setup = {
	/** The key table. */
	readonly bindings: readonly Binding[];
	readonly isReplay: boolean;
	/** Whether the demo can be gone over to while no exchange can be reached. */
	readonly hasDemo: boolean;
};

/** All that the screen is made of, besides the books. Each part has a file that says what becomes of it. */
export type AppState = WithShown &
	WithFrozen &
	WithNotice &
	WithTheming &
	WithMouse & {
		readonly setup: Setup;
		readonly size: Size;
		readonly ui: UiState;
		readonly menus: Menus;
	};
