import {alertSignNames, type AlertRule, type AlertSign} from '../alerts/alert-rule.js';
import {parseAlertRule, whyNoRule} from '../alerts/parse-rule.js';
import {exchanges} from '../exchanges/index.js';
import {pick, readTexts, type Setting} from './setting.js';

const alerts: Setting<readonly AlertRule[]> = {
	path: 'alerts',
	help: 'rules that are watched; a flag takes the place of all of them',
	allowed: 'a rule such as "edge > 0.2% 500" or a list of them',
	fallback: [],
	flag: '--alert',
	whyNot: whyNoRule(exchanges),
	read: value => readTexts(value).map(parseAlertRule(exchanges)),
	toJson: rules => rules.map(({text}) => text),
};

const alertSigns: Setting<readonly AlertSign[]> = {
	path: 'alertSigns',
	help: 'how the screen draws attention to an alert, besides its mark',
	allowed: `a list of ${alertSignNames.map(name => JSON.stringify(name)).join(', ')}; [] for none`,
	fallback: alertSignNames,
	read: value =>
		value.type === 'list' && value.items.length === 0
			? []
			: readTexts(value).map(text => pick(alertSignNames, text)),
	toJson: names => names,
};

export const alertSettings: {
	readonly alerts: Setting<readonly AlertRule[]>;
	readonly alertSigns: Setting<readonly AlertSign[]>;
} = {alerts, alertSigns};
