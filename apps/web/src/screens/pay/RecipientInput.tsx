import { Alert, Button, TextInput } from "@mantine/core";
import { useNetwork } from "../../config/settings.ts";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { addressBook } from "../../ui/addressBook.ts";
import { shortAddress } from "../../ui/format.ts";
import { FullAddress } from "../../ui/FullAddress.tsx";
import { contractAt } from "../../ui/contractAt.ts";
import { lookalikeWarning, useKnownAccounts } from "../../ui/known.ts";
import { Stranger } from "../../ui/Stranger.tsx";
import styles from "./Pay.module.css";
import { resolveRecipient } from "./recipient.ts";

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  isTried: boolean;
}

const RECENTS = 5;
const NAMES = 8;

/** A field for whom to pay: an address or a name, with those paid lately, and warnings of what looks wrong. */
export function RecipientInput({ label, text, onText, isTried }: Props) {
  const t = useText();
  const { pay } = t;
  const book = useStore(addressBook);
  const network = useNetwork();
  const { paid, known } = useKnownAccounts();
  const { value, error } = resolveRecipient(text, book, t);
  const isName = value !== undefined && !/^0x/i.test(text.trim());
  const lookalike = value === undefined ? undefined : lookalikeWarning(value, known, t);
  const contract = value === undefined ? undefined : contractAt(value, network);
  return (
    <div>
      <TextInput
        label={label}
        placeholder={pay.recipientHint}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          onText(event.currentTarget.value);
        }}
        error={text !== "" || isTried ? error : undefined}
      />
      {isName && (
        <p className={styles["resolved"]}>
          <FullAddress value={value} />
        </p>
      )}
      {text === "" && <Picks paid={paid} onPick={onText} />}
      {lookalike !== undefined && (
        <Alert color="red" variant="light" mt="xs" role="alert">
          {lookalike}
        </Alert>
      )}
      {contract !== undefined && (
        <Alert color="yellow" variant="light" mt="xs">
          {pay.system[contract]}
        </Alert>
      )}
    </div>
  );
}

/** Names of the address book, and accounts that were paid lately and have no name. */
function Picks({ paid, onPick }: { paid: readonly string[]; onPick: (text: string) => void }) {
  const { pay } = useText();
  const book = useStore(addressBook);
  const unnamed = paid.filter((address) => book[address.toLowerCase()] === undefined).slice(0, RECENTS);
  const named = Object.entries(book).slice(0, NAMES);
  const groups = [
    { label: pay.fromBook, picks: named.map(([address, name]) => ({ address, name })) },
    { label: pay.recents, picks: unnamed.map((address) => ({ address, name: undefined })) },
  ];
  return groups.map(
    ({ label, picks }) =>
      picks.length > 0 && (
        <div key={label} className={styles["picks"]}>
          <span className={styles["picksLabel"]}>{label}</span>
          {picks.map(({ address, name }) => (
            <Button
              key={address}
              size="compact-sm"
              variant="default"
              title={address}
              onClick={() => {
                onPick(name ?? address);
              }}
            >
              {name === undefined ? shortAddress(address) : <Stranger text={name} />}
            </Button>
          ))}
        </div>
      ),
  );
}
