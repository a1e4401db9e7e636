import { Checkbox, NativeSelect, TextInput, VisuallyHidden } from "@mantine/core";
import { memo } from "react";
import { useIndexed, useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { Page, Tiles } from "../../ui/Page.tsx";
import { parseAmount } from "../../ui/parse.ts";
import { Empty, ListOf, ValueOf } from "../../ui/States.tsx";
import { useTyped, useUrlState, type UrlState } from "../../ui/urlState.ts";
import { Compare, MOST_COMPARED } from "./Compare.tsx";
import styles from "./Discover.module.css";
import { ServiceCard, type CardService } from "./ServiceCard.tsx";

const SORTS = ["match", "rating", "price", "newest"] as const;
type Sort = (typeof SORTS)[number];

const FILTERS = ["q", "category", "maxPrice", "minRating", "sort", "compare"] as const;
type Filters = UrlState<(typeof FILTERS)[number]>;
type Change = (change: Partial<Filters>, replace?: boolean) => void;

/** Search for services. */
export function Screen() {
  const { discover } = useText();
  const [filters, change] = useUrlState(FILTERS);
  const compared = filters.compare
    .split(/[,\s]+/)
    .filter((id) => /^\d{1,15}$/.test(id))
    .slice(0, MOST_COMPARED);
  const sort = sortOf(filters);
  const setCompared = (ids: string[]) => {
    change({ compare: ids.join(" ") });
  };
  const toggle = (id: string) => {
    setCompared(compared.includes(id) ? compared.filter((one) => one !== id) : [...compared, id]);
  };
  const List = sort === "match" ? Ranked : Sorted;
  return (
    <Page title={discover.title} intro={discover.intro}>
      <Form filters={filters} sort={sort} change={change} />
      {compared.length > 0 && (
        <Compare
          ids={compared}
          onRemove={toggle}
          onClear={() => {
            setCompared([]);
          }}
        />
      )}
      <VisuallyHidden component="h2">{discover.found}</VisuallyHidden>
      <List filters={filters} compared={compared} toggle={toggle} />
    </Page>
  );
}

/** A ranking needs a need. */
function canRank({ q, category }: Filters): boolean {
  return q.trim() !== "" || category.trim() !== "";
}

/** The chosen order; the best match when words are given. */
function sortOf(filters: Filters): Sort {
  const chosen = SORTS.find((sort) => sort === filters.sort);
  if (chosen === "match" && !canRank(filters)) return "rating";
  return chosen ?? (filters.q.trim() === "" ? "rating" : "match");
}

interface FormProps {
  filters: Filters;
  sort: Sort;
  change: Change;
}

function Form({ filters, sort, change }: FormProps) {
  const { discover } = useText();
  const [words, setWords] = useTyped(filters.q, (q) => {
    change({ q }, true);
  });
  const [category, setCategory] = useTyped(filters.category, (text) => {
    change({ category: text }, true);
  });
  const [maxPrice, setMaxPrice] = useTyped(filters.maxPrice, (text) => {
    change({ maxPrice: text }, true);
  });
  return (
    <form
      className={styles["filters"]}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <TextInput
        className={styles["words"] ?? ""}
        type="search"
        label={discover.words}
        placeholder={discover.wordsHint}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
        }}
      />
      <TextInput
        label={discover.category}
        placeholder={discover.categoryHint}
        value={category}
        onChange={(event) => {
          setCategory(event.currentTarget.value);
        }}
      />
      <AmountInput label={discover.maxPrice} text={maxPrice} onText={setMaxPrice} />
      {sort !== "match" && (
        <NativeSelect
          label={discover.minRating}
          value={filters.minRating}
          onChange={(event) => {
            change({ minRating: event.currentTarget.value });
          }}
          data={[
            { value: "", label: discover.anyRating },
            ...["50", "70", "80", "90"].map((value) => ({ value, label: discover.atLeast(value) })),
          ]}
        />
      )}
      <NativeSelect
        label={discover.sort}
        value={sort}
        onChange={(event) => {
          change({ sort: event.currentTarget.value });
        }}
        data={SORTS.filter((value) => value !== "match" || canRank(filters)).map((value) => ({
          value,
          label: discover.sorts[value],
        }))}
      />
    </form>
  );
}

interface ListProps {
  filters: Filters;
  compared: readonly string[];
  toggle: (id: string) => void;
}

function Sorted({ filters, compared, toggle }: ListProps) {
  const t = useText();
  const sort = sortOf(filters);
  const list = useIndexedList("/services", {
    q: filters.q.trim() || undefined,
    category: filters.category.trim() || undefined,
    maxPrice: parseAmount(filters.maxPrice, t).value,
    minRating: /^\d{1,3}$/.test(filters.minRating) ? filters.minRating : undefined,
    sort: sort === "match" ? "rating" : sort,
  });
  return (
    <ListOf list={list} empty={<Empty>{t.discover.nothing}</Empty>}>
      {(services) => <Cards services={services} compared={compared} toggle={toggle} />}
    </ListOf>
  );
}

const MOST_RANKED = 50;

function Ranked({ filters, compared, toggle }: ListProps) {
  const t = useText();
  const query = useIndexed("/matches", {
    q: filters.q.trim() || undefined,
    category: filters.category.trim() || undefined,
    budget: parseAmount(filters.maxPrice, t).value,
    limit: MOST_RANKED,
  });
  return (
    <ValueOf query={query}>
      {({ matches }) =>
        matches.length === 0 ? (
          <Empty>{t.discover.nothing}</Empty>
        ) : (
          <div className={styles["ranked"]}>
            <p className={styles["hint"]}>{t.discover.matchHint}</p>
            <Cards services={matches} compared={compared} toggle={toggle} />
          </div>
        )
      }
    </ValueOf>
  );
}

interface CardsProps {
  services: readonly CardService[];
  compared: readonly string[];
  toggle: (id: string) => void;
}

function Cards({ services, compared, toggle }: CardsProps) {
  const isFull = compared.length >= MOST_COMPARED;
  return (
    <Tiles>
      {services.map((service) => {
        const isChosen = compared.includes(String(service.id));
        return <Card key={service.id} {...{ service, isChosen, toggle }} isFull={isFull && !isChosen} />;
      })}
    </Tiles>
  );
}

interface CardProps {
  service: CardService;
  isChosen: boolean;
  /** As many as can be compared are chosen, without this one. */
  isFull: boolean;
  toggle: (id: string) => void;
}

const Card = memo(function Card({ service, isChosen, isFull, toggle }: CardProps) {
  const { discover } = useText();
  return (
    <ServiceCard service={service}>
      <Checkbox
        size="xs"
        label={discover.compare}
        checked={isChosen}
        disabled={isFull}
        title={isFull ? discover.compareFull : undefined}
        aria-label={`${discover.compare}: ${service.name ?? discover.unnamed(service.id)}`}
        onChange={() => {
          toggle(String(service.id));
        }}
      />
    </ServiceCard>
  );
});
