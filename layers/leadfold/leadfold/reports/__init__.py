"""Reports: what the ads brought. Facts lie in a lake of files, and DuckDB queries them.

Begin reading at ``attribution``.

``facts``       an item of the table → a fact; ``schema`` the columns of facts
``objects``     the lake's files in a bucket or a folder; ``files`` their names and SQL
``compaction``  keeps the files few; ``rebuild`` writes all facts from the table again
``lake``        the files → DuckDB tables with the latest version of each fact
``periods``     days in a time zone; ``dimensions`` what a report groups by
``customers``   merged cards as one customer; ``journeys`` the inquiries that led to an outcome
``expenses``    ad spend by day and campaign
``attribution`` ``overlap`` ``sources`` ``tasks``    the reports
``table``       a report's rows; ``exports`` these as CSV, XLSX or JSON
``spend``       the platforms' cost exports → facts; ``conversions`` outcomes for the platforms
"""
