import type { Vault } from "../../shared/runtime/vault.ts";
import { mask, maskName } from "../../shared/values/mask.ts";
import type { Account, Contact } from "./enterprise.ts";
import type { StoredEnterprise } from "./store.ts";

export interface RegistrationForm {
  uscc: string;
  name: string;
  districtCode: string;
  industryCode: string;
  aboveScale: boolean;
  staff: number;
  contact: Contact;
  account: Account;
}

const contactPlace = (uscc: string) => `enterprise/${uscc}/contact`;
const accountPlace = (uscc: string) => `enterprise/${uscc}/account`;

/** A form as it is kept: contact and account sealed, waiting for verification. */
export function enterpriseFrom(form: RegistrationForm, vault: Vault, at: Date): StoredEnterprise {
  return {
    ...form,
    status: "pending",
    reasons: [],
    contact: vault.seal(JSON.stringify(form.contact), contactPlace(form.uscc)),
    account: sealAccount(form.uscc, form.account, vault),
    pendingAccount: null,
    registeredAt: at.toISOString(),
    version: 1,
  };
}

export const sealAccount = (uscc: string, account: Account, vault: Vault): string =>
  vault.seal(JSON.stringify(account), accountPlace(uscc));

export const openAccount = (uscc: string, sealed: string, vault: Vault): Account =>
  JSON.parse(vault.open(sealed, accountPlace(uscc))) as Account;

/** What may be shown of an enterprise: names, codes, and masked numbers. */
export function enterpriseView(enterprise: StoredEnterprise, vault: Vault) {
  const contact = JSON.parse(vault.open(enterprise.contact, contactPlace(enterprise.uscc))) as Contact;
  const masked = (sealed: string) => {
    const account = openAccount(enterprise.uscc, sealed, vault);
    return { ...account, accountNo: mask(account.accountNo) };
  };
  return {
    ...enterprise,
    contact: { name: maskName(contact.name), phone: mask(contact.phone) },
    account: masked(enterprise.account),
    pendingAccount: enterprise.pendingAccount ? masked(enterprise.pendingAccount.sealed) : null,
  };
}
