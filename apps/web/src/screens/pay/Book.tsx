import { payTo } from "../../ui/payTo.ts";
import { Alert, Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useText } from "../../i18n/text.ts";
import { useStore } from "../../store/store.ts";
import { Address } from "../../ui/Address.tsx";
import { addressBook, nameAccount } from "../../ui/addressBook.ts";
import { download } from "../../ui/download.ts";
import { FileButton } from "../../ui/FileButton.tsx";
import { lookalikeWarning, useKnownAccounts } from "../../ui/known.ts";
import { AddressInput } from "../../ui/inputs.tsx";
import { useNameError } from "../../ui/nameError.ts";
import { Columns, Section } from "../../ui/Page.tsx";
import { parseAddress } from "../../ui/parse.ts";
import { Empty } from "../../ui/States.tsx";
import { Stranger } from "../../ui/Stranger.tsx";
import { readAddressBook, writeAddressBook } from "./addressBookFile.ts";
import styles from "./Pay.module.css";

type Notice = { kind: "read"; count: number } | { kind: "bad" } | { kind: "removed"; address: string; name: string };

/** Names of accounts, kept in this browser. */
export function Book() {
  const { pay } = useText();
  const book = useStore(addressBook);
  const [notice, setNotice] = useState<Notice>();
  const entries = Object.entries(book).sort(([, one], [, other]) => one.localeCompare(other));
  const read = (text: string) => {
    const imported = readAddressBook(text);
    if (imported !== undefined) addressBook.set((current) => ({ ...current, ...imported }));
    setNotice(imported === undefined ? { kind: "bad" } : { kind: "read", count: Object.keys(imported).length });
  };
  return (
    <Columns>
      <Section
        title={pay.tabs.book}
        actions={
          <div className={styles["row"]}>
            <FileButton label={pay.bookImport} accept=".json,application/json" onText={read} />
            <Button
              size="xs"
              variant="default"
              disabled={entries.length === 0}
              onClick={() => {
                download("address-book.json", "application/json", writeAddressBook(book));
              }}
            >
              {pay.bookExport}
            </Button>
          </div>
        }
      >
        {notice !== undefined && (
          <Told
            notice={notice}
            onUndo={() => {
              if (notice.kind === "removed") nameAccount(notice.address, notice.name);
              setNotice(undefined);
            }}
          />
        )}
        {entries.length === 0 ? (
          <Empty>{pay.bookEmpty}</Empty>
        ) : (
          <ul className={styles["list"]}>
            {entries.map(([address, name]) => (
              <Entry
                key={address}
                address={address}
                name={name}
                onRemove={() => {
                  nameAccount(address, "");
                  setNotice({ kind: "removed", address, name });
                }}
              />
            ))}
          </ul>
        )}
      </Section>
      <Section title={pay.bookAdd}>
        <Add />
      </Section>
    </Columns>
  );
}

function Told({ notice, onUndo }: { notice: Notice; onUndo: () => void }) {
  const { pay } = useText();
  if (notice.kind === "bad") {
    return (
      <Alert color="red" variant="light" mt="sm" role="alert">
        {pay.bookBad}
      </Alert>
    );
  }
  return (
    <Alert color="teal" variant="light" mt="sm" role="status">
      <div className={styles["row"]}>
        {notice.kind === "read" ? pay.bookImported(notice.count) : pay.bookRemoved(notice.name)}
        {notice.kind === "removed" && (
          <Button size="compact-sm" variant="default" onClick={onUndo}>
            {pay.bookUndo}
          </Button>
        )}
      </div>
    </Alert>
  );
}

function Entry({ address, name, onRemove }: { address: string; name: string; onRemove: () => void }) {
  const { common, pay } = useText();
  const nameError = useNameError();
  const [draft, setDraft] = useState<string>();
  if (draft !== undefined) {
    const error = nameError(draft, address);
    return (
      <li className={styles["entry"]}>
        <form
          className={styles["row"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (error !== undefined) return;
            nameAccount(address, draft);
            setDraft(undefined);
          }}
        >
          <TextInput
            aria-label={pay.bookName}
            value={draft}
            maxLength={100}
            autoFocus
            error={error}
            onChange={(event) => {
              setDraft(event.currentTarget.value);
            }}
          />
          <Button type="submit" size="xs">
            {pay.bookSave}
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setDraft(undefined);
            }}
          >
            {common.cancel}
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className={styles["entry"]}>
      <div className={styles["entryName"]}>
        <strong>
          <Stranger text={name} />
        </strong>
        <Address value={address} anonymous />
      </div>
      <div className={styles["row"]}>
        <Button component={Link} {...payTo(address)} size="xs" variant="light" aria-label={pay.bookPayTo(name)}>
          {pay.bookPay}
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={pay.bookRenameOf(name)}
          onClick={() => {
            setDraft(name);
          }}
        >
          {pay.bookRename}
        </Button>
        <Button size="xs" variant="default" aria-label={pay.bookRemoveOf(name)} onClick={onRemove}>
          {pay.bookRemove}
        </Button>
      </div>
    </li>
  );
}

function Add() {
  const t = useText();
  const { pay } = t;
  const book = useStore(addressBook);
  const { known } = useKnownAccounts();
  const nameError = useNameError();
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const { value } = parseAddress(address, t);
  const taken = value === undefined ? undefined : book[value.toLowerCase()];
  const lookalike = value === undefined ? undefined : lookalikeWarning(value, known, t);
  const error = nameError(name, value);
  return (
    <form
      className={styles["form"]}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (value === undefined || error !== undefined || taken !== undefined) return;
        nameAccount(value, name);
        setAddress("");
        setName("");
        setTried(false);
      }}
    >
      <AddressInput label={t.common.address} text={address} onText={setAddress} isTried={isTried} />
      {taken !== undefined && <Alert color="yellow">{pay.bookTaken(taken)}</Alert>}
      {lookalike !== undefined && (
        <Alert color="red" variant="light" role="alert">
          {lookalike}
        </Alert>
      )}
      <TextInput
        label={pay.bookName}
        autoComplete="off"
        value={name}
        maxLength={100}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
        error={name !== "" || isTried ? error : undefined}
      />
      <Button type="submit">{pay.bookAdd}</Button>
    </form>
  );
}
