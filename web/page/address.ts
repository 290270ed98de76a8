/** What the address of a page says. */
export interface Place {
  simulator: string;
  link: string;
  hide: string[];
}

/** Reads ?simulator=network&hide=settings,data#link. */
export function address(at: { search: string; hash: string }): Place {
  const query = new URLSearchParams(at.search);
  return {
    simulator: query.get('simulator') ?? 'network',
    link: at.hash.replace(/^#/, ''),
    hide: (query.get('hide') ?? '').split(',').map(name => name.trim()).filter(Boolean)
  };
}

/** Writes what address reads, behind the page's own address. */
export function written(page: { origin: string; pathname: string }, { simulator, link, hide }: Place): string {
  const query = new URLSearchParams({ simulator });
  if (hide.length > 0) query.set('hide', hide.join(','));
  return `${page.origin}${page.pathname}?${query}${link && `#${link}`}`;
}
