"""Reports: what the ads brought. Facts lie in a lake of files, and DuckDB answers over them.

Begin reading at ``attribution``; ``facts`` makes an item of the table into a fact.

``schema``      the columns of a fact; ``periods`` days in a time zone; ``table`` a report's rows
``objects``     where the lake lies: a bucket or a folder; ``compaction`` keeps its files few
``lake``        files → tables with the last write of each fact
``attribution`` ``overlap`` ``sources`` ``tasks``    the reports
``spend``       the platforms' exports → facts; ``conversions`` outcomes for the platforms
``exports``     a report as CSV, XLSX or JSON; ``rebuild`` all facts from the table again
"""
